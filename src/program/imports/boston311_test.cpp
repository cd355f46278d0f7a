#include "imports/boston311.h"

#include "imports/registry.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace bellman::imports {
namespace {

const std::vector<std::string> columns = {"case_enquiry_id", "open_dt", "target_dt", "closed_dt", "ontime_status", "case_status",
    "closure_reason",
                                          "case_title", "subject", "reason", "type", "queue", "department", "location", "neighborhood",
                                          "location_zipcode", "latitude", "longitude", "source"};

using Values = std::map<std::string, std::string>;

// A row without any dirt, but for the values given.
std::string row_with(const Values& changed) {
  const Values clean = {{"case_enquiry_id", "1"}, {"open_dt", "2015-01-05T10:00:00"}, {"target_dt", "2015-01-06T10:00:00"},
                        {"closed_dt", "2015-01-05T12:00:00"}, {"ontime_status", "ONTIME"}, {"case_status", "Closed"},
                        {"closure_reason", "Case Closed Case Resolved"}, {"case_title", "Lamp out"}, {"subject", "Works"}, {"reason",
                            "Lights"},
                        {"type", "Street Light"}, {"queue", "Q1"}, {"department", "D1"}, {"location", "1 Some St  Boston  MA  02108"},
                        {"neighborhood", "Back Bay"}, {"location_zipcode", "02108"}, {"latitude", "42.35"}, {"longitude", "-71.07"},
                        {"source", "Constituent Call"}};
  std::string line;
  for (const std::string& column : columns) {
    const auto other = changed.find(column);
    if (column != columns.front()) line += ",";
    line += other != changed.end() ? other->second : clean.at(column);
  }
  return line + "\n";
}

std::string header() {
  std::string line;
  for (const std::string& column : columns) line += (line.empty() ? "" : ",") + column;
  return line + "\n";
}

struct Outcome {
  std::vector<ImportedRow> rows;
  DirtReport dirt;
  std::string error;
};

Outcome read(const std::string& text) {
  RequestReader reader(boston311_parser());
  reader.feed(text);
  reader.finish();
  Outcome outcome;
  for (;;) {
    const auto row = reader.next();
    if (row.has_error()) {
      outcome.error = row.error().text();
      break;
    }
    if (*row == nullptr) break;
    outcome.rows.push_back(**row);
  }
  outcome.dirt = reader.dirt();
  return outcome;
}

// The findings of one row: "kind@field" with ! for rejected and ~ for repaired.
std::string findings_of(const ImportedRow& row) {
  std::string text;
  for (const Finding& finding : row.findings) {
    const char* effect = finding.effect == Effect::rejected ? "!" : finding.effect == Effect::repaired ? "~" : "";
    text += fmt::format("{}{}{}@{}", text.empty() ? "" : " ", effect, finding.kind, finding.field);
  }
  return text;
}

TEST(Boston311, ReadsACleanRow) {
  const Outcome outcome = read(header() + row_with({}));
  ASSERT_EQ(outcome.rows.size(), 1U);
  EXPECT_EQ(findings_of(outcome.rows[0]), "");
  ASSERT_TRUE(outcome.rows[0].request.has_value());
  const ImportedRequest& request = *outcome.rows[0].request;
  EXPECT_EQ(request.line, 2U);
  EXPECT_EQ(request.external_id, "1");
  EXPECT_EQ(to_text(request.opened), "2015-01-05T15:00:00Z");
  EXPECT_EQ(to_text(request.target.value()), "2015-01-06T15:00:00Z");
  EXPECT_EQ(to_text(request.closed.value()), "2015-01-05T17:00:00Z");
  EXPECT_EQ(request.title, "Lamp out");
  EXPECT_EQ(request.subject, "Works");
  EXPECT_EQ(request.reason, "Lights");
  EXPECT_EQ(request.type, "Street Light");
  EXPECT_EQ(request.queue, "Q1");
  EXPECT_EQ(request.department, "D1");
  EXPECT_EQ(request.address, "1 Some St, Boston, MA, 02108");
  EXPECT_EQ(request.neighbourhood, "Back Bay");
  EXPECT_EQ(request.postcode, "02108");
  EXPECT_EQ(request.place.value(), (Place{42.35, -71.07}));
  EXPECT_FALSE(request.place_was_default);
  EXPECT_EQ(request.channel, Channel::phone);
  EXPECT_EQ(request.closure, Closure::done);
  EXPECT_EQ(request.real_on_time, true);
  EXPECT_EQ(request.notes, "Case Closed Case Resolved");
  EXPECT_EQ(outcome.dirt.clean(), 1U);
}

struct DirtCase {
  Values changed;
  std::string findings;
};

TEST(Boston311, NamesEachKindOfDirt) {
  const std::vector<DirtCase> cases = {
      {{{"case_enquiry_id", ""}}, "!id_missing@case_enquiry_id"},
      {{{"case_enquiry_id", "case_enquiry_id"}}, "!header_repeated@case_enquiry_id"},
      {{{"case_enquiry_id", std::string(65, '7')}}, "!id_unusable@case_enquiry_id"},
      {{{"case_enquiry_id", "A-7"}}, "id_odd@case_enquiry_id"},
      {{{"open_dt", ""}}, "!opened_missing@open_dt"},
      {{{"open_dt", "yesterday"}}, "!time_unreadable@open_dt"},
      {{{"open_dt", "2015-02-30T10:00:00"}}, "!time_unreadable@open_dt"},
      {{{"open_dt", "1915-01-05T10:00:00"}}, "!time_implausible@open_dt"},
      {{{"open_dt", "2015-01-05T10:00:00-05:00"}}, "time_with_zone@open_dt"},
      {{{"target_dt", ""}}, "target_missing@target_dt"},
      {{{"target_dt", "soon"}}, "~time_unreadable@target_dt"},
      {{{"target_dt", "9999-12-31T00:00:00"}}, "~time_implausible@target_dt"},
      {{{"target_dt", "2015-01-05T09:59:59"}, {"ontime_status", "OVERDUE"}}, "target_before_opened@target_dt"},
      {{{"target_dt", "2015-03-08T02:30:00"}}, "~time_in_gap@target_dt"},
      {{{"target_dt", "2015-11-01T01:30:00"}}, "time_ambiguous@target_dt"},
      {{{"closed_dt", "2015-01-05T09:59:59"}}, "closed_before_opened@closed_dt"},
      {{{"closed_dt", ""}, {"case_status", "Open"}, {"closure_reason", ""}}, ""},
      {{{"closed_dt", ""}}, "closed_without_time@case_status reason_without_closing@closure_reason"},
      {{{"closed_dt", ""}, {"case_status", "Open"}, {"closure_reason", "Case Closed. Closed date : 2015-01-05 12:00:00.25 Done"}},
       "closing_time_only_in_reason@closure_reason"},
      {{{"closure_reason", "Case Closed. Closed date : 2015-01-05 12:00:00.25 Done"}}, ""},
      {{{"closure_reason", "Case Closed. Closed date : 2015-01-05 12:00:01.25 Done"}}, "closing_times_differ@closure_reason"},
      {{{"case_status", "Open"}}, "open_with_closing_time@case_status"},
      {{{"case_status", "Pending"}}, "status_unknown@case_status"},
      {{{"ontime_status", ""}}, "ontime_missing@ontime_status"},
      {{{"ontime_status", "MAYBE"}}, "ontime_unknown@ontime_status"},
      {{{"ontime_status", "OVERDUE"}}, "ontime_contradicts_times@ontime_status"},
      {{{"closure_reason", ""}}, "closure_reason_missing@closure_reason"},
      {{{"closure_reason", "Case Closed Duplicate of Existing Case 77"}}, "closure_says_duplicate@closure_reason"},
      {{{"closure_reason", "Case Closed Case Invalid No eform"}}, "closure_says_invalid@closure_reason"},
      {{{"closure_reason", std::string(200, 'x')}}, "closure_reason_cut@closure_reason"},
      {{{"closure_reason", "the Mayor\xEF\xBF\xBDs word"}}, "replacement_character@closure_reason"},
      {{{"closure_reason", "the Mayor\x92s word"}}, "~bad_utf8@closure_reason"},
      {{{"closure_reason", "\"two\nlines\""}}, "~control_character@closure_reason"},
      {{{"case_title", ""}}, "~title_missing@case_title"},
      {{{"subject", ""}}, "subject_missing@subject"},
      {{{"reason", ""}}, "reason_missing@reason"},
      {{{"type", ""}}, "type_missing@type"},
      {{{"location", "  "}}, "address_missing@location"},
      {{{"neighborhood", ""}}, "neighbourhood_missing@neighborhood"},
      {{{"location_zipcode", ""}}, "postcode_missing@location_zipcode"},
      {{{"location_zipcode", "2108"}}, "~postcode_mangled@location_zipcode"},
      {{{"location_zipcode", "2108.0"}}, "~postcode_mangled@location_zipcode"},
      {{{"location_zipcode", "02108-1234"}}, ""},
      {{{"location_zipcode", "ABC"}}, "~postcode_odd@location_zipcode"},
      {{{"location_zipcode", "90210"}}, "postcode_elsewhere@location_zipcode"},
      {{{"latitude", "42.3594"}, {"longitude", "-71.0587"}}, "~place_default@latitude"},
      {{{"latitude", ""}, {"longitude", ""}}, "place_missing@latitude"},
      {{{"latitude", "42.35"}, {"longitude", ""}}, "~place_unreadable@latitude"},
      {{{"latitude", "nan"}}, "~place_unreadable@latitude"},
      {{{"latitude", "0"}, {"longitude", "0"}}, "~place_zero@latitude"},
      {{{"latitude", "-71.07"}, {"longitude", "42.35"}}, "~place_swapped@latitude"},
      {{{"latitude", "52.5"}, {"longitude", "13.4"}}, "~place_outside_city@latitude"},
      {{{"source", ""}}, "source_missing@source"},
      {{{"source", "Pigeon"}}, "source_unknown@source"},
      {{{"source", "Self Service,,"}}, "too_many_fields@"},
      {{{"source", "Self Service,more"}}, "!too_many_fields@"},
      {{{"case_title", "5\" pipe"}}, "stray_quote@case_title"},
      {{{"case_title", "\"a \"b\" c\""}}, "text_after_quote@case_title"},
      {{{"case_title", "\"never closed"}}, "unbalanced_quote@case_title"},
  };
  for (const DirtCase& one : cases) {
    const Outcome outcome = read(header() + row_with(one.changed) + row_with({{"case_enquiry_id", "2"}, {"open_dt",
        "2015-01-05T11:00:00"}}));
    const std::string label = one.changed.begin()->first + "=" + one.changed.begin()->second;
    ASSERT_EQ(outcome.rows.size(), 2U) << label;
    EXPECT_EQ(findings_of(outcome.rows[0]), one.findings) << label;
    EXPECT_EQ(outcome.rows[0].request.has_value(), one.findings.find('!') == std::string::npos) << label;
    EXPECT_TRUE(outcome.rows[1].request.has_value() && outcome.rows[1].findings.empty()) << label << ": the next row is untouched";
  }
}

TEST(Boston311, RepairsWhatItCan) {
  const auto request = [](const Values& changed) { return read(header() + row_with(changed)).rows.at(0).request.value(); };
  EXPECT_EQ(request({{"location_zipcode", "2108.0"}}).postcode, "02108");
  EXPECT_EQ(request({{"latitude", "-71.07"}, {"longitude", "42.35"}}).place.value(), (Place{42.35, -71.07}));
  EXPECT_EQ(request({{"case_title", ""}}).title, "Street Light");
  EXPECT_EQ(request({{"closure_reason", "\"two\nlines\""}}).notes, "two lines");
  EXPECT_EQ(to_text(*request({{"target_dt", "2015-03-08T02:30:00"}}).target), "2015-03-08T07:30:00Z");
  EXPECT_EQ(to_text(*request({{"target_dt", "2015-11-01T01:30:00"}}).target), "2015-11-01T05:30:00Z");
  const ImportedRequest nowhere = request({{"latitude", "42.3594"}, {"longitude", "-71.0587"}});
  EXPECT_TRUE(nowhere.place_was_default);
  EXPECT_FALSE(nowhere.place.has_value());
  EXPECT_FALSE(request({{"closed_dt", "2015-01-05T09:59:59"}}).real_on_time.has_value());
  EXPECT_TRUE(request({{"closed_dt", "2015-01-05T09:59:59"}}).closed.has_value());
  EXPECT_EQ(request({{"closed_dt", "2015-01-06T10:00:00"}}).real_on_time, true);
  EXPECT_EQ(request({{"closed_dt", "2015-01-06T10:00:01"}}).real_on_time, false);
  EXPECT_EQ(request({{"source", "twitter"}}).channel, Channel::social);
  EXPECT_EQ(request({{"closure_reason", "Case Closed Duplicate of Existing Case"}}).closure, Closure::duplicate);
}

TEST(Boston311, FindsWhatOnlyOtherRowsTell) {
  const std::string changed = row_with({{"case_title", "Other"}});
  const Outcome outcome = read(header() + row_with({}) + row_with({}) + changed + "\n" + "2,only\n" +
                               row_with({{"case_enquiry_id", "3"}, {"open_dt", "2015-01-04T00:00:00"}}));
  ASSERT_EQ(outcome.rows.size(), 6U);
  EXPECT_EQ(findings_of(outcome.rows[1]), "!row_repeated@case_enquiry_id");
  EXPECT_NE(outcome.rows[1].findings[0].message.find("line 2"), std::string::npos);
  EXPECT_EQ(findings_of(outcome.rows[2]), "!id_repeated@case_enquiry_id");
  EXPECT_EQ(findings_of(outcome.rows[3]), "!blank_line@case_enquiry_id");
  EXPECT_EQ(findings_of(outcome.rows[4]), "!too_few_fields@target_dt");
  EXPECT_EQ(findings_of(outcome.rows[5]), "out_of_order@open_dt");
  EXPECT_EQ(outcome.dirt.accepted(), 2U);
  EXPECT_EQ(outcome.dirt.rejected(), 4U);
}

TEST(Boston311, FindsColumnsByName) {
  std::string text = "\xEF\xBB\xBF\n";
  for (auto name = columns.rbegin(); name != columns.rend(); ++name) text += " " + *name + ",";
  text += "Mood,SOURCE\n";
  for (auto name = columns.rbegin(); name != columns.rend(); ++name)
    text += (*name == "case_enquiry_id" ? "7" : *name == "open_dt" ? "2015-01-05 10:00:00" : *name == "source" ? "Self Service" : "") + std::string(",");
  const Outcome outcome = read(text + "happy,Twitter\n");
  ASSERT_EQ(outcome.error, "");
  ASSERT_EQ(outcome.rows.size(), 1U);
  ASSERT_TRUE(outcome.rows[0].request.has_value());
  EXPECT_EQ(outcome.rows[0].request->external_id, "7");
  EXPECT_EQ(outcome.rows[0].request->channel, Channel::portal);
  EXPECT_EQ(outcome.rows[0].line, 3U);
  EXPECT_EQ(outcome.dirt.count("unknown_column"), 1U);
  EXPECT_EQ(outcome.dirt.count("column_repeated"), 1U);
  EXPECT_EQ(outcome.dirt.count("byte_order_mark"), 1U);
  EXPECT_EQ(outcome.dirt.count("blank_line"), 1U);
}

TEST(Boston311, NamesMissingColumns) {
  std::string text = header();
  text.replace(text.find("open_dt"), 7, "opened");
  text.replace(text.find("source"), 6, "origin");
  const std::string error = read(text + row_with({})).error;
  EXPECT_TRUE(error.starts_with("imports.missing_column")) << error;
  EXPECT_NE(error.find("open_dt, source"), std::string::npos) << error;
  EXPECT_TRUE(read("").error.starts_with("imports.no_header"));
  EXPECT_TRUE(read("\n\r\n").error.starts_with("imports.no_header"));
}

// Rows with any bytes in any place: never fatal, and the totals add up.
RC_GTEST_PROP(Boston311, IsNeverStopped, ()) {
  const auto letter = rc::gen::element('a', '1', ',', '"', '\n', '\r', '\0', '\xC3', ':', '-', 'T', ' ');
  std::string text = header();
  const int count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    const auto junk = *rc::gen::container<std::string>(letter);
    std::string row = row_with({{"case_enquiry_id", std::to_string(*rc::gen::inRange(1, 6))}});
    row.insert(*rc::gen::inRange<std::size_t>(0, row.size()), junk);
    text += row;
  }
  const Outcome outcome = read(text);
  RC_ASSERT(outcome.error.empty());
  RC_ASSERT(outcome.rows.size() == outcome.dirt.rows());
  RC_ASSERT(outcome.dirt.accepted() + outcome.dirt.rejected() == outcome.dirt.rows());
  for (const ImportedRow& row : outcome.rows) {
    const bool rejecting = std::any_of(row.findings.begin(), row.findings.end(),
        [](const Finding& f) { return f.effect == Effect::rejected; });
    RC_ASSERT(rejecting == !row.request.has_value());
  }
  RC_ASSERT(boost::json::parse(outcome.dirt.json()).at("rows").to_number<std::uint64_t>() == outcome.rows.size());
}

TEST(DirtReport, TellsCountsAndFirstLines) {
  std::string text = header();
  for (int i = 1; i <= 7; ++i) text += row_with({{"case_enquiry_id", std::to_string(i)}, {"location_zipcode", ""}, {"source",
      i == 3 ? "Pigeon" : "Twitter"}});
  text += row_with({{"open_dt", "never"}});
  const DirtReport dirt = read(text).dirt;
  EXPECT_EQ(dirt.text(),
            "8 rows: 7 accepted (0 of them without any finding), 1 rejected.\n"
            "        7  postcode_missing             lines 2, 3, 4, 5, 6, …\n"
            "           The request has no postcode.\n"
            "        1  id_repeated                  1 rejected; line 9\n"
            "           Another row with this id stands on line 2. (case_enquiry_id: \"1\")\n"
            "        1  source_unknown               line 4\n"
            "           This way of coming is not known. (source: \"Pigeon\")\n");
  const auto json = boost::json::parse(dirt.json());
  EXPECT_EQ(json.at("accepted").to_number<int>(), 7);
  EXPECT_EQ(json.at("kinds").at(0).at("kind").as_string(), "postcode_missing");
  EXPECT_EQ(json.at("kinds").at(0).at("count").to_number<int>(), 7);
  EXPECT_EQ(json.at("kinds").at(0).at("first").as_array().size(), 5U);
  EXPECT_EQ(json.at("kinds").at(1).at("first").at(0).at("effect").as_string(), "rejected");
}

TEST(Registry, KnowsItsFormats) {
  EXPECT_TRUE(parser_of("boston311").has_value());
  const auto unknown = parser_of("paris");
  ASSERT_TRUE(unknown.has_error());
  EXPECT_EQ(unknown.error().code, "imports.unknown_format");
  EXPECT_NE(unknown.error().cure.find("boston311"), std::string::npos);
  EXPECT_EQ(RequestFile::open("/nowhere/at/all.csv", "boston311").error().code, "file.not_found");
}

}  // namespace
}  // namespace bellman::imports
