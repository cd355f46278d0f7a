#include "world/demo_catalogue.h"

#include "base/assert.h"
#include "world/demo_names.h"

#include <array>
#include <charconv>

namespace bellman::world::demo {

namespace {

using catalogue::DispatchMode;
using catalogue::FieldType;
using catalogue::ServiceKind;
using sla::Criticality;

constexpr std::array<Named, 19> all_skills{{{"plumbing", "Plumbing"}, {"electrical", "Electrical work"}, {"gas", "Gas installations (certificate)"}, {"heating", "Heating"},
    {"cooling", "Air conditioning and cooling"}, {"appliances", "Household appliances"}, {"locks", "Locks and keys"}, {"carpentry", "Carpentry"},
    {"courier", "Courier"}, {"shopping", "Personal shopping"}, {"driving", "Passenger driving"}, {"towing", "Towing (certificate)"},
    {"vehicle-repair", "Roadside repair"}, {"cleaning", "Cleaning"}, {"animal-care", "Care of animals"}, {"nursing", "Nursing (licence)"},
    {"tutoring", "Tutoring"}, {"translation", "Translation"}, {"network", "Computers and networks"}}};

constexpr std::array<Named, 20> all_parts{{{"siphon", "Sink siphon"}, {"tap-cartridge", "Tap cartridge"}, {"pipe-clamp", "Pipe repair clamp"},
    {"breaker-16a", "Circuit breaker 16 A"}, {"wall-socket", "Wall socket"}, {"led-driver", "LED driver"}, {"thermostat", "Room thermostat"},
    {"electrode", "Ignition electrode"}, {"pump", "Circulation pump"}, {"refrigerant", "Refrigerant bottle"}, {"air-filter", "Air filter"},
    {"drain-hose", "Drain hose"}, {"door-seal", "Door seal"}, {"cylinder", "Lock cylinder"}, {"hinges", "Set of hinges"}, {"jump-starter", "Jump starter"},
    {"tow-strap", "Tow strap"}, {"cable", "Network cable 10 m"}, {"cool-bag", "Insulated bag"}, {"dressing", "Dressing set"}}};

struct FieldSpec {
  std::string_view key;
  FieldType type = FieldType::text;
  std::array<std::string_view, 3> label;   // en, ru, lt
  double minimum = 0, maximum = 0;         // of a number
  std::int64_t max_length = 200;
  std::string_view choices{};              // with | between
};

constexpr FieldSpec all_fields[] = {
    {"travel_from", FieldType::text, {"From", "Откуда", "Iš kur"}},
    {"travel_to", FieldType::text, {"To", "Куда", "Į kur"}},
    {"depart_on", FieldType::date, {"Departure", "Дата отъезда", "Išvykimas"}},
    {"return_on", FieldType::date, {"Return", "Дата возвращения", "Grįžimas"}},
    {"persons", FieldType::number, {"Persons", "Сколько человек", "Asmenų"}, 1, 9},
    {"travel_class", FieldType::choice, {"Class", "Класс", "Klasė"}, 0, 0, 200, "economy|business|first"},
    {"nights", FieldType::number, {"Nights", "Сколько ночей", "Naktų"}, 1, 30},
    {"breakfast", FieldType::yes_no, {"With breakfast", "С завтраком", "Su pusryčiais"}},
    {"country", FieldType::text, {"Country", "Страна", "Šalis"}, 0, 0, 60},
    {"flight", FieldType::text, {"Flight number", "Номер рейса", "Skrydžio numeris"}, 0, 0, 12},
    {"pick_up_at", FieldType::time, {"Pick-up time", "Время подачи", "Paėmimo laikas"}},
    {"child_seat", FieldType::yes_no, {"Child seat", "Детское кресло", "Vaikiška kėdutė"}},
    {"destination", FieldType::text, {"Destination", "Куда ехать", "Tikslas"}},
    {"car_class", FieldType::choice, {"Class of car", "Класс машины", "Automobilio klasė"}, 0, 0, 200, "small|family|estate|van|luxury"},
    {"deliver_to", FieldType::text, {"Deliver to", "Куда доставить", "Kur pristatyti"}},
    {"recipient", FieldType::text, {"Recipient", "Получатель", "Gavėjas"}, 0, 0, 100},
    {"recipient_phone", FieldType::phone, {"Telephone of the recipient", "Телефон получателя", "Gavėjo telefonas"}},
    {"deliver_on", FieldType::date, {"Day of delivery", "День доставки", "Pristatymo diena"}},
    {"card_text", FieldType::text, {"Text of the card", "Текст открытки", "Atviruko tekstas"}, 0, 0, 300},
    {"shopping_list", FieldType::text, {"What to bring", "Что привезти", "Ką atvežti"}, 0, 0, 1000},
    {"prescription", FieldType::yes_no, {"On prescription", "По рецепту", "Pagal receptą"}},
    {"budget_eur", FieldType::number, {"At most, EUR", "Не дороже, EUR", "Ne daugiau kaip, EUR"}, 5, 5000},
    {"plate", FieldType::text, {"Number plate", "Номер машины", "Valstybinis numeris"}, 0, 0, 12},
    {"blocks_traffic", FieldType::yes_no, {"Does it block the road?", "Машина мешает движению?", "Ar trukdo eismui?"}},
    {"child_inside", FieldType::yes_no, {"Is a child locked in?", "Внутри остался ребёнок?", "Ar viduje liko vaikas?"}},
    {"patient_age", FieldType::number, {"Age of the patient", "Возраст пациента", "Paciento amžius"}, 0, 110},
    {"animal", FieldType::choice, {"Animal", "Животное", "Gyvūnas"}, 0, 0, 200, "dog|cat|bird|other"},
    {"subject", FieldType::text, {"Subject", "Предмет", "Dalykas"}, 0, 0, 100},
    {"rooms", FieldType::number, {"Rooms", "Сколько комнат", "Kambarių"}, 1, 20},
    {"language_pair", FieldType::choice, {"Languages", "Языки", "Kalbos"}, 0, 0, 200, "lt-en|en-lt|ru-en|es-en|ro-en|hy-ru"},
    {"contact_email", FieldType::email, {"E-mail for the papers", "Почта для документов", "El. paštas dokumentams"}},
    {"guests", FieldType::number, {"Guests", "Сколько гостей", "Svečių"}, 2, 400},
    {"appliance", FieldType::choice, {"Appliance", "Прибор", "Prietaisas"}, 0, 0, 200, "washing machine|dishwasher|oven|refrigerator"},
    {"access_note", FieldType::text, {"How to get in", "Как попасть внутрь", "Kaip patekti"}, 0, 0, 300},
};

// ---- the services ----

using Specs = std::vector<ServiceSpec>;

void add_travel(Specs& all) {
  all.push_back({.key = "travel", .area = "travel", .kind = ServiceKind::consultation, .mode = DispatchMode::none, .programmes = "bf", .policy = "desk", .text = "travel",
                 .weight = 1, .names = {"Travel", "Путешествия", "Viajes", "Călătorii", "Kelionės"}});
  all.push_back({.key = "travel-tickets", .parent = "travel", .area = "travel", .kind = ServiceKind::booking, .mode = DispatchMode::none, .programmes = "bf",
                 .policy = "desk", .text = "travel", .weight = 3, .fields = "travel_from! travel_to! depart_on! return_on persons! travel_class",
                 .names = {"Air and rail tickets", "Авиа- и железнодорожные билеты", "Billetes de avión y tren", "Bilete de avion și tren", "Lėktuvo ir traukinio bilietai"}});
  all.push_back({.key = "travel-hotel", .parent = "travel", .area = "travel", .kind = ServiceKind::booking, .mode = DispatchMode::none, .programmes = "bf",
                 .policy = "desk", .text = "travel", .weight = 2.5, .fields = "travel_to! depart_on! nights! persons! breakfast budget_eur",
                 .names = {"Hotel", "Гостиница", "Hotel", "Hotel", "Viešbutis"}});
  all.push_back({.key = "travel-visa", .parent = "travel", .area = "travel", .kind = ServiceKind::consultation, .mode = DispatchMode::none, .programmes = "bf",
                 .policy = "desk", .text = "travel", .weight = 1, .fields = "country! depart_on! persons", .names = {"Visa", "Виза", "Visado", "Viză", "Viza"}});
  all.push_back({.key = "travel-car-hire", .parent = "travel", .area = "travel", .kind = ServiceKind::booking, .mode = DispatchMode::none, .programmes = "b",
                 .policy = "desk", .text = "travel", .weight = 1, .fields = "travel_to! depart_on! return_on! car_class child_seat",
                 .names = {"Car hire", "Прокат автомобиля", "Alquiler de coche", "Închirieri auto", "Automobilio nuoma"}});
  all.push_back({.key = "travel-transfer", .parent = "travel", .area = "travel", .kind = ServiceKind::visit, .programmes = "bf", .policy = "delivery", .text = "ride",
                 .weight = 5, .duration_minutes = 45, .answer_minutes = 4, .skills = "driving:2", .fields = "flight pick_up_at persons! child_seat",
                 .names = {"Airport transfer", "Трансфер в аэропорт", "Traslado al aeropuerto", "Transfer la aeroport", "Pervežimas į oro uostą"}});
  all.push_back({.key = "travel-medical-abroad", .parent = "travel", .area = "travel", .kind = ServiceKind::consultation, .mode = DispatchMode::none, .programmes = "b",
                 .policy = "desk", .text = "medicine", .weight = 0.4, .fields = "country! patient_age!", .criticality = Criticality::high,
                 .names = {"Medical help abroad", "Медицинская помощь за границей", "Ayuda médica en el extranjero", "Asistență medicală în străinătate",
                           "Medicinos pagalba užsienyje"}});
}

void add_courier(Specs& all) {
  all.push_back({.key = "courier", .area = "courier", .kind = ServiceKind::consultation, .mode = DispatchMode::none, .policy = "desk", .text = "delivery", .weight = 0.5,
                 .names = {"Courier", "Курьер", "Mensajería", "Curierat", "Kurjeris"}});
  all.push_back({.key = "courier-documents", .parent = "courier", .area = "courier", .kind = ServiceKind::delivery, .policy = "delivery", .text = "delivery", .weight = 7,
                 .duration_minutes = 25, .answer_minutes = 3, .skills = "courier:1", .fields = "deliver_to! recipient! recipient_phone!",
                 .names = {"Documents", "Документы", "Documentos", "Documente", "Dokumentai"}});
  all.push_back({.key = "courier-gift", .parent = "courier", .area = "courier", .kind = ServiceKind::delivery, .programmes = "bf", .policy = "delivery", .text = "gift",
                 .weight = 3, .duration_minutes = 40, .skills = "courier:2", .fields = "deliver_to! recipient! recipient_phone deliver_on! card_text budget_eur",
                 .names = {"Flowers and gifts", "Цветы и подарки", "Flores y regalos", "Flori și cadouri", "Gėlės ir dovanos"}});
  all.push_back({.key = "courier-food", .parent = "courier", .area = "courier", .kind = ServiceKind::delivery, .programmes = "bf", .policy = "delivery", .text = "food",
                 .weight = 6, .duration_minutes = 30, .answer_minutes = 3, .skills = "courier:1", .parts = "cool-bag!", .fields = "shopping_list! persons",
                 .districts = "old-town castle-hill riverside university linden-park", .names = {"Food", "Еда", "Comida", "Mâncare", "Maistas"}});
  all.push_back({.key = "courier-pharmacy", .parent = "courier", .area = "courier", .kind = ServiceKind::delivery, .programmes = "b", .policy = "delivery",
                 .text = "medicine", .weight = 3, .duration_minutes = 30, .answer_minutes = 3, .parallel_offers = 2, .skills = "courier:2",
                 .fields = "shopping_list! prescription!", .criticality = Criticality::high,
                 .names = {"Medicine", "Лекарства", "Medicamentos", "Medicamente", "Vaistai"}});
  all.push_back({.key = "courier-groceries", .parent = "courier", .area = "courier", .kind = ServiceKind::purchase, .programmes = "b", .policy = "delivery", .text = "food",
                 .weight = 4, .duration_minutes = 50, .skills = "shopping:1", .parts = "cool-bag", .fields = "shopping_list! budget_eur",
                 .names = {"Groceries", "Продукты", "Compra de alimentos", "Cumpărături", "Maisto prekės"}});
  all.push_back({.key = "courier-weapons", .parent = "courier", .area = "courier", .kind = ServiceKind::delivery, .text = "forbidden", .weight = 0.5,
                 .names = {"Weapons and ammunition", "Оружие и боеприпасы", "Armas y munición", "Arme și muniție", "Ginklai ir šaudmenys"},
                 .refusal = {"Thank you for asking us. The law does not allow us to carry weapons or ammunition; we will gladly help with anything else.",
                             "Благодарим за обращение. Закон не разрешает нам перевозить оружие и боеприпасы; с любой другой просьбой мы охотно поможем.",
                             "Gracias por contar con nosotros. La ley no nos permite transportar armas ni munición; le ayudaremos con gusto en cualquier otra cosa.",
                             "Vă mulțumim că ne-ați întrebat. Legea nu ne permite să transportăm arme sau muniție; vă ajutăm cu plăcere cu orice altceva.",
                             "Dėkojame, kad kreipėtės. Įstatymas neleidžia mums gabenti ginklų ir šaudmenų; mielai padėsime bet kuo kitu.",
                             "Salamat po sa pagtatanong. Hindi po pinahihintulutan ng batas na maghatid kami ng armas o bala; ikalulugod po naming tumulong sa iba.",
                             "Շնորհակալություն դիմելու համար։ Օրենքը մեզ թույլ չի տալիս զենք և զինամթերք տեղափոխել. սիրով կօգնենք ցանկացած այլ հարցում։"}});
}

void add_everyday(Specs& all) {
  all.push_back({.key = "everyday", .area = "everyday", .kind = ServiceKind::consultation, .mode = DispatchMode::none, .programmes = "b", .policy = "desk", .text = "home",
                 .weight = 0.5, .names = {"Everyday help", "Помощь по дому", "Ayuda diaria", "Ajutor zilnic", "Kasdienė pagalba"}});
  all.push_back({.key = "everyday-roadside", .parent = "everyday", .area = "everyday", .kind = ServiceKind::visit, .programmes = "bf", .policy = "urgent", .weight = 5,
                 .duration_minutes = 45, .answer_minutes = 2, .parallel_offers = 3, .skills = "towing:2", .parts = "tow-strap! jump-starter",
                 .faults = "flat_battery flat_tyre accident", .fields = "plate! blocks_traffic!", .asset = "car", .criticality = Criticality::high,
                 .rules = {{"accident", "", "", "", Criticality::critical}, {"", "blocks_traffic", "yes", "", Criticality::critical}},
                 .names = {"Tow truck and roadside help", "Эвакуатор и помощь на дороге", "Grúa y asistencia en carretera", "Tractare și asistență rutieră",
                           "Techninė pagalba kelyje"}});
  all.push_back({.key = "everyday-taxi", .parent = "everyday", .area = "everyday", .kind = ServiceKind::visit, .programmes = "bf", .policy = "delivery", .text = "ride",
                 .weight = 5, .duration_minutes = 30, .answer_minutes = 2, .skills = "driving:1", .fields = "destination! persons child_seat",
                 .names = {"Taxi", "Такси", "Taxi", "Taxi", "Taksi"}});
  all.push_back({.key = "everyday-nurse", .parent = "everyday", .area = "everyday", .kind = ServiceKind::visit, .programmes = "b", .policy = "urgent", .text = "care",
                 .weight = 1.2, .duration_minutes = 60, .answer_minutes = 4, .skills = "nursing:3", .parts = "dressing!", .fields = "patient_age! access_note",
                 .criticality = Criticality::high, .rules = {{"", "", "", "vip", Criticality::critical}},
                 .names = {"Nurse at home", "Медсестра на дом", "Enfermera a domicilio", "Asistentă la domiciliu", "Slaugytoja į namus"}});
  all.push_back({.key = "everyday-tutor", .parent = "everyday", .area = "everyday", .kind = ServiceKind::consultation, .mode = DispatchMode::manual, .programmes = "b",
                 .policy = "planned", .text = "lesson", .weight = 0.7, .duration_minutes = 90, .skills = "tutoring:2", .fields = "subject! deliver_on",
                 .criticality = Criticality::low, .names = {"Tutor", "Репетитор", "Profesor particular", "Meditator", "Korepetitorius"}});
  all.push_back({.key = "everyday-pet-care", .parent = "everyday", .area = "everyday", .kind = ServiceKind::visit, .programmes = "b", .policy = "repair", .text = "pet",
                 .weight = 1.5, .duration_minutes = 50, .skills = "animal-care:1", .fields = "animal! access_note",
                 .names = {"Care of pets", "Уход за животными", "Cuidado de mascotas", "Îngrijirea animalelor", "Gyvūnų priežiūra"}});
  all.push_back({.key = "everyday-cleaning", .parent = "everyday", .area = "everyday", .kind = ServiceKind::visit, .policy = "repair", .text = "cleaning", .weight = 5,
                 .duration_minutes = 110, .answer_minutes = 8, .skills = "cleaning:1", .fields = "rooms! access_note", .criticality = Criticality::low,
                 .rules = {{"", "", "", "vip", Criticality::normal}}, .names = {"Cleaning", "Уборка", "Limpieza", "Curățenie", "Valymas"}});
  all.push_back({.key = "everyday-handyman", .parent = "everyday", .area = "everyday", .kind = ServiceKind::visit, .programmes = "br", .policy = "repair", .text = "home",
                 .weight = 4, .duration_minutes = 75, .skills = "carpentry:1", .parts = "hinges", .fields = "access_note",
                 .names = {"Handyman", "Мастер на час", "Manitas", "Meșter la domiciliu", "Meistras į namus"}});
  all.push_back({.key = "everyday-locked-out", .parent = "everyday", .area = "everyday", .kind = ServiceKind::visit, .programmes = "bf", .policy = "urgent", .weight = 3,
                 .duration_minutes = 35, .answer_minutes = 2, .parallel_offers = 3, .skills = "locks:3", .parts = "cylinder", .faults = "key_lost lock_stuck",
                 .fields = "child_inside! access_note", .criticality = Criticality::high, .rules = {{"", "child_inside", "yes", "", Criticality::critical}},
                 .names = {"Locked out", "Захлопнулась дверь", "Puerta bloqueada", "Ușă blocată", "Užsitrenkusios durys"}});
  all.push_back({.key = "everyday-shadowing", .parent = "everyday", .area = "everyday", .kind = ServiceKind::information, .mode = DispatchMode::none,
                 .text = "forbidden", .weight = 0.5,
                 .names = {"Following a private person", "Слежка за частным лицом", "Seguimiento de una persona", "Urmărirea unei persoane", "Privataus asmens sekimas"},
                 .refusal = {"Thank you for your trust. Following a private person or finding out about them is against the law, so we cannot help with this.",
                             "Благодарим за доверие. Слежка за частным лицом и сбор сведений о нём противоречат закону, поэтому в этом мы помочь не можем.",
                             "Gracias por su confianza. Seguir a una persona o averiguar su vida privada es contrario a la ley, por lo que no podemos ayudarle en esto.",
                             "Vă mulțumim pentru încredere. Urmărirea unei persoane private este împotriva legii, de aceea nu vă putem ajuta cu acest lucru.",
                             "Dėkojame už pasitikėjimą. Sekti privatų asmenį ar rinkti apie jį žinias draudžia įstatymas, todėl čia padėti negalime.",
                             "Salamat po sa inyong tiwala. Labag po sa batas ang pagsubaybay sa isang pribadong tao, kaya hindi po kami makatutulong dito.",
                             "Շնորհակալություն վստահության համար։ Մասնավոր անձին հետևելն արգելված է օրենքով, ուստի այս հարցում օգնել չենք կարող։"}});
}

void add_business_and_information(Specs& all) {
  all.push_back({.key = "business", .area = "business", .kind = ServiceKind::consultation, .mode = DispatchMode::none, .programmes = "bf", .policy = "desk", .text = "event",
                 .weight = 0.5, .names = {"Business", "Бизнес", "Negocios", "Afaceri", "Verslas"}});
  all.push_back({.key = "business-translation", .parent = "business", .area = "business", .kind = ServiceKind::consultation, .mode = DispatchMode::manual,
                 .programmes = "bf", .policy = "planned", .text = "translation", .weight = 0.7, .duration_minutes = 120, .skills = "translation:3",
                 .fields = "language_pair! contact_email! deliver_on", .names = {"Translation", "Перевод", "Traducción", "Traducere", "Vertimas"}});
  all.push_back({.key = "business-event", .parent = "business", .area = "business", .kind = ServiceKind::booking, .mode = DispatchMode::none, .programmes = "bf",
                 .policy = "desk", .text = "event", .weight = 1, .fields = "deliver_on! guests! contact_email! budget_eur",
                 .names = {"Event", "Мероприятие", "Evento", "Eveniment", "Renginys"}});
  all.push_back({.key = "business-it-support", .parent = "business", .area = "business", .kind = ServiceKind::visit, .programmes = "f", .policy = "repair", .weight = 6,
                 .duration_minutes = 55, .skills = "network:2", .parts = "cable", .faults = "no_network printer shows_error", .fields = "access_note",
                 .asset = "server", .rules = {{"no_network", "", "", "", Criticality::high}},
                 .names = {"Computers and network", "Компьютеры и сеть", "Ordenadores y red", "Calculatoare și rețea", "Kompiuteriai ir tinklas"}});
  all.push_back({.key = "information", .area = "information", .kind = ServiceKind::information, .mode = DispatchMode::none, .policy = "information", .text = "information",
                 .weight = 2, .names = {"Information", "Справка", "Información", "Informații", "Informacija"}});
  all.push_back({.key = "information-weather", .parent = "information", .area = "information", .kind = ServiceKind::information, .mode = DispatchMode::none,
                 .programmes = "b", .policy = "information", .text = "information", .weight = 0.8, .fields = "travel_to! depart_on", .criticality = Criticality::low,
                 .names = {"Weather", "Погода", "El tiempo", "Vremea", "Orai"}});
  all.push_back({.key = "information-opening-hours", .parent = "information", .area = "information", .kind = ServiceKind::information, .mode = DispatchMode::none,
                 .policy = "information", .text = "information", .weight = 1.2, .criticality = Criticality::low,
                 .names = {"Opening hours", "Часы работы", "Horarios", "Program de lucru", "Darbo laikas"}});
}

void add_field_service(Specs& all) {
  all.push_back({.key = "field", .area = "field", .kind = ServiceKind::consultation, .mode = DispatchMode::none, .programmes = "fr", .policy = "desk", .text = "home",
                 .weight = 0.5, .names = {"Repairs", "Ремонт", "Reparaciones", "Reparații", "Remontas"}});
  all.push_back({.key = "field-plumbing", .parent = "field", .area = "field", .policy = "repair", .weight = 11, .duration_minutes = 70, .parallel_offers = 2,
                 .skills = "plumbing:2", .parts = "pipe-clamp! siphon tap-cartridge", .faults = "leak burst_pipe blocked_drain no_hot_water", .fields = "access_note",
                 .rules = {{"burst_pipe", "", "", "", Criticality::critical}, {"leak", "", "", "vip", Criticality::high}},
                 .names = {"Plumbing", "Сантехника", "Fontanería", "Instalații sanitare", "Santechnika"}});
  all.push_back({.key = "field-electrical", .parent = "field", .area = "field", .policy = "repair", .weight = 10, .duration_minutes = 60, .parallel_offers = 2,
                 .skills = "electrical:2", .parts = "breaker-16a! wall-socket led-driver:2", .faults = "no_power sparks lighting", .fields = "access_note",
                 .rules = {{"sparks", "", "", "", Criticality::critical}, {"no_power", "", "", "", Criticality::high}},
                 .names = {"Electrical work", "Электрика", "Electricidad", "Electricitate", "Elektra"}});
  all.push_back({.key = "field-heating", .parent = "field", .area = "field", .policy = "repair", .weight = 7, .duration_minutes = 80, .parallel_offers = 2,
                 .skills = "heating:2", .parts = "thermostat electrode pump", .faults = "no_heat noise", .fields = "access_note", .asset = "boiler",
                 .rules = {{"no_heat", "", "", "", Criticality::high}}, .names = {"Heating", "Отопление", "Calefacción", "Încălzire", "Šildymas"}});
  all.push_back({.key = "field-gas", .parent = "field-heating", .area = "field", .programmes = "fr", .policy = "urgent", .weight = 1.5, .duration_minutes = 50,
                 .answer_minutes = 2, .parallel_offers = 3, .skills = "gas:3", .faults = "gas_smell", .fields = "access_note", .asset = "boiler",
                 .criticality = Criticality::critical, .names = {"Gas emergency", "Запах газа", "Emergencia de gas", "Urgență gaz", "Dujų avarija"}});
  all.push_back({.key = "field-boiler-service", .parent = "field-heating", .area = "field", .programmes = "fr", .policy = "planned", .text = "boiler", .weight = 2,
                 .duration_minutes = 90, .answer_minutes = 15, .skills = "heating:3 gas:2", .parts = "electrode", .fields = "deliver_on access_note", .asset = "boiler",
                 .criticality = Criticality::low,
                 .names = {"Yearly boiler service", "Ежегодное обслуживание котла", "Revisión anual de caldera", "Revizia anuală a centralei", "Metinė katilo priežiūra"}});
  all.push_back({.key = "field-cooling", .parent = "field", .area = "field", .programmes = "fr", .policy = "repair", .weight = 6, .duration_minutes = 75,
                 .skills = "cooling:2", .parts = "refrigerant! air-filter", .faults = "not_cooling water_drips noise", .fields = "access_note", .asset = "air conditioner",
                 .rules = {{"not_cooling", "", "", "vip", Criticality::high}},
                 .names = {"Air conditioning and cooling", "Кондиционеры и холод", "Aire acondicionado", "Aer condiționat", "Vėdinimas ir šaldymas"}});
  all.push_back({.key = "field-appliance", .parent = "field", .area = "field", .programmes = "br", .policy = "repair", .weight = 8, .duration_minutes = 65,
                 .skills = "appliances:2", .parts = "drain-hose door-seal", .faults = "does_not_start water_drips shows_error noise", .fields = "appliance! access_note",
                 .asset = "washing machine", .names = {"Household appliances", "Бытовая техника", "Electrodomésticos", "Electrocasnice", "Buitinė technika"}});
  all.push_back({.key = "field-doors", .parent = "field", .area = "field", .programmes = "fr", .policy = "repair", .weight = 4, .duration_minutes = 60,
                 .skills = "carpentry:2 locks:1", .parts = "hinges cylinder", .faults = "lock_stuck window_broken", .fields = "access_note",
                 .rules = {{"window_broken", "", "", "", Criticality::high}},
                 .names = {"Doors and windows", "Двери и окна", "Puertas y ventanas", "Uși și ferestre", "Durys ir langai"}});
}

const FieldSpec& field_spec(std::string_view key) {
  for (const FieldSpec& field : all_fields)
    if (field.key == key) return field;
  BELLMAN_ASSERT(false, "every field of a service stands in the table of fields");
  return all_fields[0];
}

catalogue::FormField field_from(const Counted& wanted) {
  const FieldSpec& spec = field_spec(wanted.name);
  catalogue::FormField field;
  field.key = spec.key;
  field.label = {{"en", std::string(spec.label[0])}, {"ru", std::string(spec.label[1])}, {"lt", std::string(spec.label[2])}};
  field.type = spec.type;
  field.required = wanted.must;
  if (spec.type == FieldType::number) {
    field.minimum = spec.minimum;
    field.maximum = spec.maximum;
  }
  field.max_length = spec.max_length;
  for (const auto choice : split(spec.choices, '|')) field.choices.emplace_back(choice);
  return field;
}

template <class Map>
auto known(const Map& map, std::string_view key) {
  const auto found = map.find(key);
  BELLMAN_ASSERT(found != map.end(), "the tables of the demonstration name only what is in them");
  return found->second;
}

}  // namespace

std::span<const Named> skills() { return all_skills; }
std::span<const Named> parts() { return all_parts; }

std::vector<Counted> counted(std::string_view list) {
  std::vector<Counted> items;
  for (std::string_view word : split(list)) {
    Counted item;
    item.must = word.ends_with('!');
    if (item.must) word.remove_suffix(1);
    const std::size_t colon = word.find(':');
    item.name = word.substr(0, colon);
    if (colon != std::string_view::npos) std::from_chars(word.data() + colon + 1, word.data() + word.size(), item.number);
    items.push_back(item);
  }
  return items;
}

const std::vector<ServiceSpec>& services() {
  static const Specs all = [] {
    Specs made;
    add_travel(made);
    add_courier(made);
    add_everyday(made);
    add_business_and_information(made);
    add_field_service(made);
    return made;
  }();
  return all;
}

catalogue::Service service_from(const ServiceSpec& spec, const Foundation& foundation) {
  catalogue::Service service;
  service.key = spec.key;
  if (!spec.parent.empty()) service.parent_id = known(foundation.services, spec.parent);
  for (const char programme : spec.programmes) service.programmes.push_back(foundation.programmes.at(programme));
  for (std::size_t i = 0; i < spec.names.size(); ++i) service.name.emplace(languages[i], spec.names[i]);
  service.area = spec.area;
  service.kind = spec.kind;
  for (const Counted& field : counted(spec.fields)) service.fields.push_back(field_from(field));
  for (const Counted& skill : counted(spec.skills)) service.skills.push_back({known(foundation.skills, skill.name), skill.number});
  for (const Counted& part : counted(spec.parts)) service.parts.push_back({known(foundation.parts, part.name), part.number, part.must});
  for (const auto fault : split(spec.faults)) service.fault_kinds.emplace_back(fault);
  service.criticality = spec.criticality;
  service.criticality_rules = spec.rules;
  for (const auto district : split(spec.districts)) service.regions.push_back(known(foundation.regions, district));
  service.dispatch_mode = spec.mode;
  service.duration_minutes = spec.duration_minutes;
  service.answer_minutes = spec.answer_minutes;
  service.parallel_offers = spec.parallel_offers;
  if (!spec.policy.empty()) {
    service.sla_policy_id = known(foundation.policies, spec.policy);
    return service;
  }
  service.policy = catalogue::ServicePolicy::forbidden;
  for (std::size_t i = 0; i < spec.refusal.size(); ++i) service.refusal.emplace(languages[i], spec.refusal[i]);
  return service;
}

// ---- service levels ----

namespace {

using sla::Clock;
using Rules = std::vector<sla::PolicyRule>;

sla::Policy policy(std::string name, CalendarId calendar, Rules rules) {
  sla::Policy made;
  made.name = std::move(name);
  made.calendar_id = calendar;
  made.rules = std::move(rules);
  made.warning_percents = {50, 80};
  made.escalation = {{1, "dispatcher", {}, 0}, {2, "manager", {}, 30}};
  return made;
}

}  // namespace

// Minutes to reach and to solve. What is served at the desk promises only when it is solved.
std::map<std::string, sla::Policy> policies(const Foundation& foundation) {
  const CalendarId always = foundation.round_the_clock;
  const auto none = std::nullopt;
  return {
      {"urgent", policy("Urgent help", always, {{none, "", "", 60, 240, Clock::clock}, {Criticality::high, "", "", 45, 180, Clock::clock},
          {Criticality::critical, "", "", 40, 120, Clock::clock}, {Criticality::critical, "platinum", "", 30, 90, Clock::clock},
          {Criticality::critical, "", "gas_smell", 30, 90, Clock::clock}})},
      {"repair", policy("Repairs and visits", always, {{none, "", "", 240, 1440, Clock::business}, {none, "gold", "", 180, 960, Clock::business},
          {none, "platinum", "", 120, 600, Clock::business}, {Criticality::low, "", "", 600, 2880, Clock::business}, {Criticality::high, "", "", 120, 480, Clock::business},
          {Criticality::high, "gold", "", 90, 360, Clock::business}, {Criticality::high, "platinum", "", 75, 300, Clock::clock},
          {Criticality::critical, "", "", 60, 240, Clock::clock}, {Criticality::critical, "platinum", "", 45, 180, Clock::clock},
          {Criticality::critical, "", "burst_pipe", 45, 180, Clock::clock}, {Criticality::high, "", "no_heat", 100, 420, Clock::clock}})},
      {"planned", policy("Planned work", foundation.business_hours, {{none, "", "", 960, 2400, Clock::business}, {none, "gold", "", 480, 1440, Clock::business},
          {none, "platinum", "", 480, 960, Clock::business}})},
      {"delivery", policy("Deliveries and rides", always, {{none, "", "", 60, 150, Clock::clock}, {none, "gold", "", 50, 120, Clock::clock},
          {none, "platinum", "", 40, 100, Clock::clock}, {Criticality::high, "", "", 45, 100, Clock::clock}})},
      {"desk", policy("The desk", always, {{none, "", "", 0, 240, Clock::business}, {none, "gold", "", 0, 180, Clock::business},
          {none, "platinum", "", 0, 120, Clock::business}, {Criticality::high, "", "", 0, 60, Clock::clock}})},
      {"information", policy("Information", always, {{none, "", "", 0, 45, Clock::clock}, {none, "gold", "", 0, 30, Clock::clock}, {none, "platinum", "", 0, 20, Clock::clock}})},
  };
}

sla::Calendar round_the_clock() {
  sla::Calendar calendar;
  calendar.name = "Round the clock";
  calendar.zone = city_zone;
  calendar.always_open = true;
  return calendar;
}

sla::Calendar business_hours(int year) {
  struct Feast {
    unsigned month, day;
    const char* name;
  };
  constexpr std::array<Feast, 8> feasts{{{1, 1, "New Year"}, {5, 1, "Labour Day"}, {6, 24, "Midsummer"}, {8, 15, "Harvest Day"}, {9, 12, "Day of the City"},
                                         {12, 24, "Christmas Eve"}, {12, 25, "Christmas Day"}, {12, 26, "Second day of Christmas"}}};
  sla::Calendar calendar;
  calendar.name = "Business hours";
  calendar.zone = city_zone;
  for (std::size_t day = 0; day < 5; ++day) calendar.weekly_hours[day] = {{8 * 60, 12 * 60}, {13 * 60, 18 * 60}};
  calendar.weekly_hours[5] = {{9 * 60, 14 * 60}};
  for (const int each : {year, year + 1})
    for (const Feast& feast : feasts) calendar.holidays.push_back({local_day(each, feast.month, feast.day), feast.name});
  return calendar;
}

}  // namespace bellman::world::demo
