// How simulated people behave. Probabilities are per event; times are medians of log-normal delays.
#pragma once
#include "base/instant.h"

#include <boost/describe.hpp>

namespace bellman::world {

struct Behaviour {
  double refuses = 0.08;             // an offer
  double silent = 0.10;              // looks at the phone too late, or never
  double no_network = 0.05;          // the push does not arrive; the robot call may
  double answers_call = 0.75;
  double accepts_call = 0.85;        // of those who answer the robot call
  double answers_late = 0.02;        // accepts after the offer has gone to the next
  double gives_back = 0.01;          // an accepted job
  double falls_ill_per_day = 0.004;
  double dispatcher_minutes = 15;    // until a dispatcher acts on "nobody left"
  double answer_seconds = 40;        // to a push
  double call_seconds = 35;          // from dialling to the key
  double work_spread = 0.35;         // sigma of the logarithm of the time at work
  double pace = 1;                   // above 1 everything a worker does takes less time (the demonstration)
};
BOOST_DESCRIBE_STRUCT(Behaviour, (), (refuses, silent, no_network, answers_call, accepts_call, answers_late, gives_back, falls_ill_per_day,
                                      dispatcher_minutes, answer_seconds, call_seconds, work_spread, pace))

}  // namespace bellman::world
