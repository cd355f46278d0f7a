// Commands that look after the store: migrate, import, user, openapi, version.
#include "db/typed.h"
#include "api/rooms.h"
#include "engine/engine.h"
#include "people/rules.h"
#include "people/secrets.h"
#include "people/service.h"
#include "server/app.h"
#include "server/commands.h"
#include "server/console.h"
#include "server/settings_words.h"

#include <iostream>

namespace bellman::server {

namespace {

enum class Missing { refuse, make };

// A file that is made is told of: its name may be mistyped.
Result<std::unique_ptr<db::Database>> store_of(const SettingsWords& words, Missing missing) {
  TRY(settings, read_settings(words));
  if (auto there = need_store(settings); there.has_error()) {
    if (missing == Missing::refuse) return there.error();
    fmt::print(stderr, "bellman: making a new database, {}\n", settings.database);
  }
  return open_store(settings);
}

// One use case on a store that no server needs to run on; with a running one it waits for its turn.
Result<> with_engine(const SettingsWords& words, Missing missing, const std::function<Result<>(engine::Tx&)>& body) {
  TRY(store, store_of(words, missing));
  const engine::SystemClock clock;
  {
    TRY(session, store->open(db::Access::write));
    TRY_DO(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()));
  }
  const engine::Registry registry;
  engine::Engine engine(*store, registry, clock, {.id_block = 1});
  TRY_DO(engine.start());
  return engine.run({}, body);
}

int finish(const Result<>& outcome) { return outcome.has_error() ? fail(outcome.error()) : 0; }

// From the terminal or a pipe, never from the command line, where other users could read it.
std::string read_password() {
  std::string password;
  if (const char* given = std::getenv("BELLMAN_PASSWORD")) return given;
  fmt::print(stderr, "Password: ");
  std::getline(std::cin, password);
  return password;
}

}  // namespace

Command add_migrate(CLI::App& line) {
  auto* command = line.add_subcommand("migrate", "Bring the tables of a database up to this version");
  const auto words = add_store_words(*command);
  const auto check = std::make_shared<bool>(false);
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--check", *check, "Only tell what is missing; exit code 1 when something is");
  command->add_flag("--json", *json, "For machines");
  return [=]() -> int {
    auto store = store_of(*words, *check ? Missing::refuse : Missing::make);
    if (store.has_error()) return fail(store.error());
    auto session = (*store)->open(db::Access::write);
    if (session.has_error()) return fail(session.error());
    const auto rooms = api::migrations_of(api::rooms());
    auto state = *check ? db::check_migrations(**session, rooms) : db::migrate(**session, rooms, engine::SystemClock().now());
    if (state.has_error()) return fail(state.error());
    if (*json) {
      fmt::print("{{\"applied\":{},\"pending\":{}}}\n", codec::to_json(state->applied), codec::to_json(state->pending));
    } else {
      for (const auto& name : state->applied) fmt::print("applied {}\n", name);
      for (const auto& name : state->pending) fmt::print("missing {}\n", name);
      if (state->applied.empty() && state->pending.empty()) fmt::print("up to date\n");
    }
    return *check && !state->pending.empty() ? 1 : 0;
  };
}

Command add_user(CLI::App& line) {
  auto* command = line.add_subcommand("user", "Accounts: add, password, token");
  command->require_subcommand(1);
  struct Words {
    std::string login, name, role = "operator", programme;
    bool all = false;
    std::vector<std::int64_t> programmes;
    std::string token_name = "command line";
  };
  const auto input = std::make_shared<Words>();
  const auto chosen = std::make_shared<std::function<int()>>();

  auto* add = command->add_subcommand("add", "Add an account; the password is asked for or taken from BELLMAN_PASSWORD");
  const auto add_words = add_store_words(*add);
  add->add_option("login", input->login, "Name to log in with")->required();
  add->add_option("--name", input->name, "Name to show");
  add->add_option("--role", input->role, "administrator, manager, dispatcher, operator, worker, client, machine")->capture_default_str();
  add->add_option("--programme", input->programmes, "Id of a programme in its scope")->take_all();
  add->add_flag("--all-programmes", input->all, "Sees every programme");
  add->callback([=] {
    *chosen = [=]() -> int {
      people::NewAccount wanted;
      wanted.login = std::string(input->login);
      wanted.name = std::string(input->name.empty() ? input->login : input->name);
      const auto role = codec::enum_value<people::Role>(input->role);
      if (!role) return fail(Error::invalid("user.role", "There is no role \"" + input->role + "\".", "--role", "Use one of: " + codec::enum_choices<people::Role>() + "."));
      wanted.role = *role;
      wanted.all_programmes = input->all || *role == people::Role::administrator;
      for (const auto id : input->programmes) wanted.programmes.push_back(ProgrammeId(id));
      const std::string password = read_password();
      if (auto good = people::check_password(password, input->login); good.has_error()) return fail(good.error());
      auto hash = people::hash_password(password);
      if (hash.has_error()) return fail(hash.error());
      return finish(with_engine(*add_words, Missing::make, [&](engine::Tx& tx) -> Result<> {
        TRY(account, people::create_account(tx, wanted, *hash));
        fmt::print("account {} added with id {}\n", account.login, account.id.value);
        return ok();
      }));
    };
  });

  auto* password = command->add_subcommand("password", "Set an account's password and end its sessions");
  const auto password_words = add_store_words(*password);
  password->add_option("login", input->login)->required();
  password->callback([=] {
    *chosen = [=]() -> int {
      const std::string text = read_password();
      if (auto good = people::check_password(text, input->login); good.has_error()) return fail(good.error());
      auto hash = people::hash_password(text);
      if (hash.has_error()) return fail(hash.error());
      return finish(with_engine(*password_words, Missing::refuse, [&](engine::Tx& tx) -> Result<> {
        TRY(account, people::find_account_by_login(tx.session(), input->login));
        TRY_DO(people::set_password(tx, account, *hash));
        return ok();
      }));
    };
  });

  auto* token = command->add_subcommand("token", "Make an API token for an account; it is shown this once");
  const auto token_words = add_store_words(*token);
  token->add_option("login", input->login)->required();
  token->add_option("--name", input->token_name, "What it is for")->capture_default_str();
  token->callback([=] {
    *chosen = [=]() -> int {
      return finish(with_engine(*token_words, Missing::refuse, [&](engine::Tx& tx) -> Result<> {
        TRY(account, people::find_account_by_login(tx.session(), input->login));
        TRY(made, people::create_token(tx, account.id, input->token_name, std::nullopt));
        fmt::print("{}\n", made.secret);
        return ok();
      }));
    };
  });
  return [chosen]() -> int { return (*chosen)(); };
}

Command add_openapi(CLI::App& line) {
  line.add_subcommand("openapi", "Print the description of the API (OpenAPI 3.1)");
  return []() -> int {
    fmt::print("{}\n", openapi_document());
    return 0;
  };
}

Command add_version(CLI::App& line) {
  auto* command = line.add_subcommand("version", "Print the version");
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "For machines");
  return [json]() -> int {
    if (*json) fmt::print("{{\"version\":\"{}\"}}\n", BELLMAN_VERSION);
    else fmt::print("bellman {}\n", BELLMAN_VERSION);
    return 0;
  };
}

}  // namespace bellman::server
