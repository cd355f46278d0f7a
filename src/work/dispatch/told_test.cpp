#include "dispatch/told.h"

#include <gtest/gtest.h>

namespace bellman::dispatch {
namespace {

TEST(Told, NamesEveryReasonForLeavingAWorkerOutInTheReadersLanguage) {
  for (std::size_t i = 0; i < codec::enum_names<Reason>.size(); ++i) {
    DispatchRecord record;
    record.left_out.push_back({static_cast<Reason>(i), {WorkerId(1), WorkerId(2)}});
    DecisionView view;
    view.sentences = why_nobody(record).sentences;
    view.left_out.push_back({Reason{}, why_nobody(record).reasons.front().sentence, 2, {}});
    const std::string english = view.left_out[0].sentence;
    tell_in(view, "lt");
    EXPECT_TRUE(view.left_out[0].sentence.starts_with("2 meistrai: ")) << english;
    EXPECT_EQ(view.left_out[0].sentence.find(english.substr(english.find(':'))), std::string::npos) << english;
    for (const std::string& sentence : view.sentences) EXPECT_EQ(sentence.find("worker"), std::string::npos) << sentence;
  }
}

TEST(Told, KeepsNamesInsideOfSentences) {
  WhyNot why;
  why.sentences = {"Ann: of {all} was left out: not on shift.", "Something new about workers."};
  tell_in(why, "es");
  EXPECT_EQ(why.sentences[0], "Ann: of {all} quedó fuera: fuera de turno.");
  EXPECT_EQ(why.sentences[1], "Something new about workers.");
}

}  // namespace
}  // namespace bellman::dispatch
