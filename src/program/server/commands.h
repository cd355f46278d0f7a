// The sub-commands of the program. Each returns the exit code; 0 is success, 1 a failure that was told, 2 wrong words.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>

namespace bellman::moving {
struct Copied;
}

namespace bellman::server {

// Adds its words to the command line; the returned function runs it.
using Command = std::function<int()>;

Command add_serve(CLI::App& line);
Command add_demo(CLI::App& line);
Command add_migrate(CLI::App& line);
Command add_replay(CLI::App& line);
Command add_simulate(CLI::App& line);
Command add_check(CLI::App& line);
Command add_import(CLI::App& line);
Command add_copy(CLI::App& line);
Command add_backup(CLI::App& line);
Command add_restore(CLI::App& line);
Command add_archive(CLI::App& line);
Command add_user(CLI::App& line);
Command add_follower(CLI::App& line);
Command add_openapi(CLI::App& line);
Command add_version(CLI::App& line);

// What a copy or a restoration has moved, as a table for people.
void print_copied(const moving::Copied& copied);

}  // namespace bellman::server
