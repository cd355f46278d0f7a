// The replay's report as one HTML page: figures, dirt, and pictures drawn as SVG.
#include "world/replay.h"

#include "codec/describe.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bellman::world {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else out += c;
  }
  return out;
}

constexpr double width = 860, height = 240, left = 46, bottom = 30, above = 10;

struct Bar {
  std::string label;
  double value = 0;
};

// The distance of the lines of a scale up to `top`: 1, 2 or 5 times a power of ten, three to seven lines.
double line_distance(double top) {
  const double power = std::pow(10.0, std::floor(std::log10(top / 3)));
  for (const double factor : {5.0, 2.0})
    if (top / (factor * power) >= 3) return factor * power;
  return power;
}

// Bars from left to right; every `every`-th has its label written below.
std::string bars(const std::vector<Bar>& all, std::size_t every, std::string_view unit) {
  double top = 4;  // at least, so that few have whole numbers at their lines too
  for (const Bar& bar : all) top = std::max(top, bar.value);
  const double step = (width - left) / static_cast<double>(std::max<std::size_t>(all.size(), 1));
  std::string svg = fmt::format(R"(<svg viewBox="0 0 {} {}" role="img">)", width, height);
  const double room = height - bottom - above;
  for (double value = 0; value <= top; value += line_distance(top)) {
    const double y = above + room * (1 - value / top);
    svg += fmt::format(R"(<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" class="grid"/><text x="{}" y="{:.1f}" class="axis end">{:.0f}</text>)", left, width, y, y, left - 6, y + 4,
                       value);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double h = room * all[i].value / top;
    const double x = left + step * static_cast<double>(i);
    svg += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}: {:.0f} {}</title></rect>)", x + step * 0.1, height - bottom - h, step * 0.8, h,
                       escaped(all[i].label), all[i].value, unit);
    if (i % every == 0) svg += fmt::format(R"(<text x="{:.1f}" y="{}" class="axis">{}</text>)", x, height - 8, escaped(all[i].label));
  }
  return svg + "</svg>";
}

std::string accept_picture(const std::vector<double>& seconds) {
  std::vector<Bar> all;
  constexpr std::array<double, 16> bounds{15, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 420, 600, 1200, 3600, 1e12};
  double from = 0;
  for (const double bound : bounds) {
    const auto count = std::count_if(seconds.begin(), seconds.end(), [&](double s) { return s >= from && s < bound; });
    all.push_back({bound > 1e11 ? "more" : bound >= 120 ? fmt::format("{:g} min", bound / 60) : fmt::format("{:.0f} s", bound), static_cast<double>(count)});
    from = bound;
  }
  return bars(all, 1, "requests");
}

std::string days_picture(const std::vector<ReplayDay>& days, std::int64_t ReplayDay::*member) {
  std::vector<Bar> all;
  for (const ReplayDay& day : days) all.push_back({day.day.size() > 5 ? day.day.substr(5) : day.day, static_cast<double>(day.*member)});
  return bars(all, std::max<std::size_t>(all.size() / 14, 1), "requests");
}

std::string share_picture(double ours, double theirs) {
  const auto row = [](double y, std::string_view name, double share) {
    return fmt::format(R"(<text x="0" y="{}" class="axis">{}</text><rect x="170" y="{}" width="{:.1f}" height="26"/><text x="{:.1f}" y="{}" class="axis">{:.1f} %</text>)", y + 18, name, y,
                       600 * share, 178 + 600 * share, y + 18, share * 100);
  };
  return fmt::format(R"(<svg viewBox="0 0 {} 80" role="img">{}{}</svg>)", width, row(4, "replayed: done by the target", ours), row(44, "in the file: closed by it", theirs));
}

constexpr std::string_view head = R"(<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bellman: replay</title><style>
:root{color-scheme:light dark;--ink:#1c2421;--soft:#5d6b66;--line:#d9dfdc;--bar:#1f6f5c;--page:#fbfcfb}
@media(prefers-color-scheme:dark){:root{--ink:#e8eeeb;--soft:#9aa8a2;--line:#33403b;--bar:#5fb79f;--page:#141a18}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:900px;margin:2.5rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}p{color:var(--soft)}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line)}td:last-child{text-align:right;font-variant-numeric:tabular-nums}
svg{width:100%;height:auto}rect{fill:var(--bar)}.grid{stroke:var(--line)}.axis{fill:var(--soft);font-size:11px}.end{text-anchor:end}
pre{white-space:pre-wrap;font-size:12.5px;color:var(--soft)}.bad{color:#b3261e}.good{color:var(--bar)}</style>)";

std::string figure_table(const ReplayFigures& figures) {
  std::string rows = "<table>";
  codec::for_each_member(figures, [&](std::string_view name, const auto& value) {
    std::string shown(name);
    std::replace(shown.begin(), shown.end(), '_', ' ');
    if constexpr (std::is_floating_point_v<std::remove_cvref_t<decltype(value)>>) rows += fmt::format("<tr><td>{}<td>{:.3f}", shown, value);
    else rows += fmt::format("<tr><td>{}<td>{}", shown, value);
  });
  return rows + "</table>";
}

}  // namespace

std::string html_report(const ReplayOptions& options, const ReplayReport& report) {
  const auto& figures = report.figures;
  const bool clean = figures.lost == 0 && figures.duplicate_assignments == 0 && figures.invariant_violations == 0;
  std::string page(head);
  page += fmt::format("<h1>Replay of {}</h1><p>{} workers, seed {}, scale {}. Simulated time; real engine, rooms and SQLite.</p>",
                      escaped(options.file.substr(options.file.find_last_of('/') + 1)), options.workers, options.seed, options.scale);
  page += clean ? "<p class=good>Nothing lost, no job with two owners, every invariant kept.</p>"
                : fmt::format("<p class=bad>{} lost, {} jobs with two owners, {} invariants broken.</p>", figures.lost, figures.duplicate_assignments, figures.invariant_violations);
  page += "<h2>From filed to accepted</h2><p>Each bar counts the requests accepted within the time below it, and not within that of the bar before.</p>" +
          accept_picture(report.seconds_to_accept);
  page += "<h2>On time</h2>" + share_picture(figures.on_time_share, figures.real_on_time_share);
  page += "<p>Both count the requests that have a target. Ours are simulated workers who do the work when they arrive; the city's had other duties, so the shares show that the system keeps deadlines, not that it works faster than a city.</p>";
  page += "<h2>Filed a day</h2>" + days_picture(report.days, &ReplayDay::filed);
  page += "<h2>Done a day</h2>" + days_picture(report.days, &ReplayDay::done);
  page += "<h2>Figures</h2>" + figure_table(figures);
  page += fmt::format("<h2>What people did</h2><table><tr><td>robot calls<td>{}<tr><td>offers refused<td>{}<tr><td>offers never answered<td>{}<tr><td>answers that came too late<td>{}"
                      "<tr><td>of them in time after all<td>{}<tr><td>dispatcher overruled<td>{}<tr><td>workers fell ill<td>{}</table>",
                      report.calls, report.refused_offers, report.silent_offers, report.late_answers, report.late_accepted, report.overruled, report.ill);
  page += "<h2>Assumed behaviour</h2><table>";
  codec::for_each_member(report.behaviour, [&](std::string_view name, double value) { page += fmt::format("<tr><td>{}<td>{}", name, value); });
  page += "</table><h2>Dirt in the file</h2><pre>" + escaped(report.dirt) + "</pre>";
  if (!report.violations.empty()) {
    page += "<h2>Broken invariants</h2><pre class=bad>";
    for (const auto& violation : report.violations) page += escaped(violation) + "\n";
    page += "</pre>";
  }
  return page + "</html>\n";
}

}  // namespace bellman::world
