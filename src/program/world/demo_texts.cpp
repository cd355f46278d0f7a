#include "world/demo_texts.h"

#include "world/demo_names.h"

#include <fmt/format.h>

#include <array>

namespace bellman::world::demo {

namespace {

// In the order of `languages`: en, ru, es, ro, lt, fil, hy.
using Line = std::array<std::string_view, languages.size()>;
struct Entry {
  std::string_view about;
  Line line;
};

constexpr Entry fault_lines[] = {
    {"leak", {"The tap in the kitchen drips and the cupboard below is wet.", "На кухне течёт кран, в шкафу под мойкой вода.", "El grifo de la cocina gotea y el armario de abajo está mojado.",
              "Robinetul din bucătărie picură și dulapul de sub el este ud.", "Virtuvėje varva čiaupas, spintelė apačioje šlapia.", "Tumutulo ang gripo sa kusina at basa na ang kabinet sa ilalim.",
              "Խոհանոցի ծորակը կաթում է, տակի պահարանը թաց է։"}},
    {"burst_pipe", {"A pipe has burst in the bathroom, water is running down to the neighbours!", "В ванной прорвало трубу, вода течёт к соседям!",
                    "¡Se ha roto una tubería en el baño y el agua baja a los vecinos!", "S-a spart o țeavă în baie și curge apa la vecini!", "Vonioje trūko vamzdis, vanduo bėga pas kaimynus!",
                    "Pumutok ang tubo sa banyo, umaagos ang tubig sa kapitbahay!", "Լոգարանում խողովակ է պայթել, ջուրը հոսում է հարևանների մոտ։"}},
    {"blocked_drain", {"The sink does not drain any more.", "Засорилась раковина, вода не уходит.", "El fregadero está atascado.", "Chiuveta este înfundată.", "Užsikimšo kriauklė, vanduo nenuteka.",
                       "Barado ang lababo, hindi bumababa ang tubig.", "Լվացարանը խցանվել է, ջուրը չի գնում։"}},
    {"no_hot_water", {"There has been no hot water since this morning.", "С утра нет горячей воды.", "No hay agua caliente desde esta mañana.", "Nu avem apă caldă de azi dimineață.",
                      "Nuo ryto nėra karšto vandens.", "Walang mainit na tubig mula kaninang umaga.", "Առավոտվանից տաք ջուր չկա։"}},
    {"no_power", {"Half of the rooms are without power, the breaker falls again and again.", "В половине комнат нет света, автомат выбивает снова и снова.",
                  "La mitad de las habitaciones está sin luz, el diferencial salta una y otra vez.", "În jumătate din camere nu e curent, siguranța cade mereu.",
                  "Pusėje kambarių nėra elektros, vis išmuša saugiklį.", "Walang kuryente sa kalahati ng mga silid, paulit-ulit na bumababa ang breaker.",
                  "Սենյակների կեսում հոսանք չկա, ավտոմատը անընդհատ անջատվում է։"}},
    {"sparks", {"A wall socket sparks and smells of burning.", "Розетка искрит, пахнет горелым.", "Un enchufe echa chispas y huele a quemado.", "O priză scoate scântei și miroase a ars.",
                "Rozetė kibirkščiuoja, jaučiamas degėsių kvapas.", "Kumikislap ang saksakan at amoy sunog.", "Վարդակը կայծեր է տալիս, այրվածի հոտ է գալիս։"}},
    {"lighting", {"The lights in the corridor flicker.", "В коридоре мигает свет.", "Las luces del pasillo parpadean.", "Lumina de pe hol pâlpâie.", "Koridoriuje mirksi šviesa.",
                  "Kumukurap ang ilaw sa pasilyo.", "Միջանցքի լույսը թարթում է։"}},
    {"no_heat", {"The radiators are cold in the whole flat.", "Во всей квартире холодные батареи.", "Los radiadores están fríos en todo el piso.", "Caloriferele sunt reci în tot apartamentul.",
                 "Visame bute šalti radiatoriai.", "Malamig ang mga heater sa buong bahay.", "Ամբողջ բնակարանում մարտկոցները սառն են։"}},
    {"noise", {"It hums loudly since yesterday and shakes.", "Со вчерашнего дня сильно гудит и трясётся.", "Desde ayer hace mucho ruido y vibra.", "De ieri face un zgomot puternic și vibrează.",
               "Nuo vakar garsiai ūžia ir dreba.", "Mula kahapon ay malakas ang ugong at nanginginig.", "Երեկվանից ուժեղ աղմկում է և դողում։"}},
    {"gas_smell", {"There is a smell of gas near the boiler. The windows are open, we have gone outside.", "У котла пахнет газом. Окна открыты, мы вышли на улицу.",
                   "Huele a gas junto a la caldera. Hemos abierto las ventanas y salido.", "Miroase a gaz lângă centrală. Am deschis geamurile și am ieșit.",
                   "Prie katilo kvepia dujomis. Langai atidaryti, išėjome į lauką.", "Amoy gas malapit sa boiler. Bukas na ang mga bintana at nasa labas na kami.",
                   "Կաթսայի մոտ գազի հոտ է։ Պատուհանները բաց են, դուրս ենք եկել։"}},
    {"not_cooling", {"The air conditioner runs but does not cool.", "Кондиционер работает, но не охлаждает.", "El aire acondicionado funciona pero no enfría.", "Aerul condiționat merge, dar nu răcește.",
                     "Kondicionierius veikia, bet nešaldo.", "Umaandar ang aircon pero hindi lumalamig.", "Օդորակիչն աշխատում է, բայց չի սառեցնում։"}},
    {"water_drips", {"Water drips from below onto the floor.", "Снизу на пол капает вода.", "Gotea agua por debajo al suelo.", "Picură apă pe jos, pe podea.", "Iš apačios ant grindų laša vanduo.",
                     "Tumutulo ang tubig sa sahig.", "Տակից ջուր է կաթում հատակին։"}},
    {"does_not_start", {"It does not switch on at all.", "Совсем не включается.", "No se enciende.", "Nu pornește deloc.", "Visai neįsijungia.", "Ayaw bumukas.", "Ընդհանրապես չի միանում։"}},
    {"shows_error", {"It stops half-way and shows an error.", "Останавливается на середине и показывает ошибку.", "Se para a la mitad y muestra un error.", "Se oprește la jumătate și afișează o eroare.",
                     "Sustoja pusiaukelėje ir rodo klaidą.", "Tumitigil sa kalagitnaan at may lumalabas na error.", "Կեսից կանգնում է և սխալ է ցույց տալիս։"}},
    {"lock_stuck", {"The key turns but the door does not open.", "Ключ поворачивается, но дверь не открывается.", "La llave gira pero la puerta no se abre.", "Cheia se învârte, dar ușa nu se deschide.",
                    "Raktas sukasi, bet durys neatsidaro.", "Umiikot ang susi pero ayaw bumukas ng pinto.", "Բանալին պտտվում է, բայց դուռը չի բացվում։"}},
    {"key_lost", {"I have lost my keys and stand before the door.", "Потеряли ключи, стоим перед дверью.", "He perdido las llaves y estoy en la puerta.", "Am pierdut cheile și stau în fața ușii.",
                  "Pamečiau raktus, stoviu prie durų.", "Nawala ang susi ko at nasa labas ako ng pinto.", "Կորցրել եմ բանալիները, կանգնած եմ դռան առջև։"}},
    {"window_broken", {"A window pane is broken, it is draughty and not safe.", "Разбилось стекло, дует и небезопасно.", "Se ha roto un cristal, entra aire y no es seguro.",
                       "S-a spart un geam, trage curentul și nu e sigur.", "Sudužo lango stiklas, pučia ir nesaugu.", "Basag ang salamin ng bintana, hindi ligtas.", "Պատուհանի ապակին կոտրվել է, անվտանգ չէ։"}},
    {"flat_battery", {"The car does not start, the battery is flat.", "Машина не заводится, сел аккумулятор.", "El coche no arranca, la batería está descargada.", "Mașina nu pornește, bateria e descărcată.",
                      "Automobilis neužsiveda, išsikrovė akumuliatorius.", "Ayaw umandar ng kotse, lowbat ang baterya.", "Մեքենան չի գործարկվում, մարտկոցը նստել է։"}},
    {"flat_tyre", {"A flat tyre, and no spare wheel.", "Спустило колесо, запаски нет.", "Una rueda pinchada y no llevo recambio.", "Pană de cauciuc, fără roată de rezervă.",
                   "Nuleista padanga, atsarginio rato nėra.", "Flat ang gulong at wala akong reserba.", "Անվադողը նստել է, պահեստային չկա։"}},
    {"accident", {"A small collision, nobody is hurt, but the car cannot be driven.", "Небольшая авария, все целы, но машина не на ходу.", "Un pequeño choque, nadie herido, pero el coche no anda.",
                  "Un accident ușor, nimeni rănit, dar mașina nu merge.", "Nedidelis susidūrimas, niekas nenukentėjo, bet automobilis nevažiuoja.",
                  "May maliit na banggaan, walang nasaktan pero hindi na maandar ang kotse.", "Փոքր վթար, վիրավոր չկա, բայց մեքենան չի գնում։"}},
    {"no_network", {"The whole office has no network.", "Во всём офисе нет сети.", "Toda la oficina está sin red.", "Tot biroul este fără rețea.", "Visame biure nėra tinklo.", "Walang network ang buong opisina.",
                    "Ամբողջ գրասենյակում ցանց չկա։"}},
    {"printer", {"The printer on our floor takes paper and prints nothing.", "Принтер на этаже берёт бумагу и не печатает.", "La impresora de la planta coge papel y no imprime.",
                 "Imprimanta de pe etaj ia hârtie și nu tipărește.", "Aukšto spausdintuvas ima popierių ir nespausdina.", "Kumukuha ng papel ang printer pero walang naiimprenta.",
                 "Հարկի տպիչը թուղթ է վերցնում, բայց չի տպում։"}},
};

constexpr Entry wish_lines[] = {
    {"travel", {"Please find two or three good variants, a quiet one if possible.", "Подберите, пожалуйста, два-три хороших варианта.", "Busquen dos o tres buenas opciones, por favor.",
                "Vă rog să găsiți două-trei variante bune.", "Prašau parinkti du ar tris gerus variantus.", "Pakihanap po ng dalawa o tatlong magandang pagpipilian.",
                "Խնդրում եմ գտնել երկու-երեք լավ տարբերակ։"}},
    {"ride", {"I have two suitcases. Please send a careful driver.", "У меня два чемодана. Пришлите, пожалуйста, аккуратного водителя.", "Llevo dos maletas. Un conductor prudente, por favor.",
              "Am două valize. Un șofer atent, vă rog.", "Turiu du lagaminus. Atsiųskite atsargų vairuotoją.", "May dalawa akong maleta. Maingat na drayber po sana.", "Երկու ճամպրուկ ունեմ։ Զգույշ վարորդ ուղարկեք։"}},
    {"medicine", {"It is needed today; please call when you are at the door.", "Нужно сегодня; позвоните, когда будете у двери.", "Lo necesito hoy; llamen al llegar, por favor.",
                  "Am nevoie astăzi; sunați când ajungeți la ușă.", "Reikia šiandien; paskambinkite atvykę.", "Kailangan po ngayong araw; pakitawag kapag nasa pinto na.", "Պետք է այսօր. զանգեք, երբ դռան մոտ լինեք։"}},
    {"delivery", {"An envelope with contracts, please hand it over against a signature.", "Конверт с договорами, вручить под подпись.", "Un sobre con contratos, entréguenlo con firma.",
                  "Un plic cu contracte, predați-l sub semnătură.", "Vokas su sutartimis, įteikti pasirašytinai.", "Sobre na may kontrata, pakipirmahan sa tatanggap.", "Ծրար պայմանագրերով, հանձնել ստորագրությամբ։"}},
    {"gift", {"White flowers, nothing that smells strongly.", "Белые цветы, без сильного запаха.", "Flores blancas, sin olor fuerte.", "Flori albe, fără miros puternic.", "Baltos gėlės, be stipraus kvapo.",
              "Puting bulaklak, huwag matapang ang amoy.", "Սպիտակ ծաղիկներ, առանց սուր հոտի։"}},
    {"food", {"No nuts, please: one of us is allergic.", "Без орехов, пожалуйста: аллергия.", "Sin frutos secos, por favor: hay un alérgico.", "Fără nuci, vă rog: avem o alergie.",
              "Be riešutų, prašau: vienas alergiškas.", "Walang mani po, may allergy ang isa sa amin.", "Առանց ընկույզի, խնդրում եմ. ալերգիա կա։"}},
    {"home", {"Small things: a shelf to hang, a cupboard door to set straight.", "Мелочи: повесить полку, поправить дверцу шкафа.", "Cosas pequeñas: colgar un estante, ajustar una puerta.",
              "Lucruri mărunte: de montat un raft, de reglat o ușă.", "Smulkmenos: pakabinti lentyną, pataisyti spintelės dureles.", "Maliliit na gawain: magkabit ng istante, ayusin ang pinto ng kabinet.",
              "Մանր գործեր. դարակ կախել, պահարանի դուռը ուղղել։"}},
    {"care", {"A dressing has to be changed after an operation.", "Нужна перевязка после операции.", "Hay que cambiar un vendaje tras una operación.", "Trebuie schimbat un pansament după operație.",
              "Reikia perrišti po operacijos.", "Kailangang palitan ang benda pagkatapos ng operasyon.", "Վիրահատությունից հետո վիրակապ պետք է փոխել։"}},
    {"lesson", {"Twice a week, before the examination in spring.", "Два раза в неделю, перед весенним экзаменом.", "Dos veces por semana, antes del examen.", "De două ori pe săptămână, înainte de examen.",
                "Du kartus per savaitę, prieš egzaminą.", "Dalawang beses sa isang linggo, bago ang pagsusulit.", "Շաբաթը երկու անգամ, քննությունից առաջ։"}},
    {"pet", {"A walk and food at noon; he is shy with strangers at first.", "Погулять и покормить днём; сначала боится чужих.", "Paseo y comida a mediodía; al principio es tímido.",
             "Plimbare și mâncare la prânz; la început e timid.", "Pavedžioti ir pašerti per pietus; iš pradžių bijo.", "Ilakad at pakainin sa tanghali; mahiyain sa una.",
             "Զբոսանք և կեր կեսօրին. սկզբում ամաչկոտ է։"}},
    {"cleaning", {"After the guests; the windows of the living room too, please.", "После гостей; и окна в гостиной, пожалуйста.", "Después de los invitados; también las ventanas del salón.",
                  "După musafiri; și geamurile din sufragerie.", "Po svečių; ir svetainės langus, prašau.", "Pagkatapos ng mga bisita; pati mga bintana sa sala.", "Հյուրերից հետո. հյուրասենյակի պատուհանները նույնպես։"}},
    {"translation", {"Four pages of a contract, to be certified.", "Четыре страницы договора, с заверением.", "Cuatro páginas de un contrato, jurada.", "Patru pagini de contract, legalizat.",
                     "Keturi sutarties puslapiai, su patvirtinimu.", "Apat na pahina ng kontrata, sertipikado.", "Պայմանագրի չորս էջ, հաստատմամբ։"}},
    {"event", {"A dinner with partners; two of them eat no meat.", "Ужин с партнёрами; двое не едят мяса.", "Una cena con socios; dos no comen carne.", "O cină cu partenerii; doi nu mănâncă carne.",
               "Vakarienė su partneriais; du nevalgo mėsos.", "Hapunan kasama ang mga kasosyo; dalawa ang hindi kumakain ng karne.", "Ընթրիք գործընկերների հետ. երկուսը միս չեն ուտում։"}},
    {"information", {"Could you tell me by message, please?", "Ответьте, пожалуйста, сообщением.", "¿Me lo pueden decir por mensaje?", "Îmi puteți spune prin mesaj?", "Ar galite parašyti žinute?",
                     "Maaari po bang sabihin sa mensahe?", "Կարո՞ղ եք հաղորդագրությամբ պատասխանել։"}},
    {"boiler", {"The yearly service is due; mornings suit us best.", "Пора пройти ежегодное обслуживание; удобнее утром.", "Toca la revisión anual; mejor por la mañana.",
                "Este timpul pentru revizia anuală; mai bine dimineața.", "Metas metinei priežiūrai; geriausia rytais.", "Oras na para sa taunang serbisyo; mas mabuti sa umaga.",
                "Տարեկան սպասարկման ժամանակն է. լավ է առավոտյան։"}},
    {"forbidden", {"Can you arrange this discreetly?", "Можно устроить это без лишних вопросов?", "¿Pueden hacerlo con discreción?", "Puteți aranja discret?", "Ar galite tai sutvarkyti diskretiškai?",
                   "Maaari bang ayusin ito nang tahimik?", "Կարո՞ղ եք դա գաղտնի կազմակերպել։"}},
};

constexpr Line closings[] = {
    {"Somebody is at home all day.", "Дома кто-то есть весь день.", "Hay alguien en casa todo el día.", "Este cineva acasă toată ziua.", "Namuose kas nors bus visą dieną.", "May tao sa bahay buong araw.",
     "Ամբողջ օրը տանը մարդ կա։"},
    {"Please ring before you come.", "Пожалуйста, позвоните перед приездом.", "Llamen antes de venir, por favor.", "Vă rog să sunați înainte.", "Prašau paskambinti prieš atvykstant.",
     "Pakitawag muna bago pumunta.", "Խնդրում եմ զանգել գալուց առաջ։"},
    {"Thank you!", "Спасибо!", "¡Gracias!", "Mulțumesc!", "Ačiū!", "Salamat po!", "Շնորհակալություն։"},
    {"It happened before, about a month ago.", "Такое уже было месяц назад.", "Ya pasó hace un mes.", "S-a mai întâmplat acum o lună.", "Taip jau buvo prieš mėnesį.", "Nangyari na rin ito noong isang buwan.",
     "Մեկ ամիս առաջ էլ էր եղել։"},
};

constexpr Line reasons[] = {
    {"It works again by itself.", "Само заработало.", "Ya funciona solo.", "Merge din nou singur.", "Vėl veikia savaime.", "Gumana na ulit.", "Ինքն իրեն աշխատեց։"},
    {"I have to leave, another day.", "Мне нужно уехать, в другой день.", "Tengo que salir, otro día.", "Trebuie să plec, altă dată.", "Turiu išvykti, kitą dieną.", "Aalis po ako, sa ibang araw na lang.",
     "Պետք է գնամ, ուրիշ օր։"},
    {"A neighbour has helped.", "Помог сосед.", "Me ha ayudado un vecino.", "M-a ajutat un vecin.", "Padėjo kaimynas.", "Tinulungan na ng kapitbahay.", "Հարևանն օգնեց։"},
};

struct Values {
  std::string_view field;
  std::string_view choices;   // with | between
};
constexpr Values values[] = {
    {"travel_from", "Amberholm|Northport|Lakeville|Greyhaven"},
    {"travel_to", "Northport|Santa Elmira|Port Caspar|Vallebona|Greyhaven|Isle of Terns|Montclair-les-Bains"},
    {"country", "Spain|Japan|Armenia|Philippines|Romania|Brazil|Norway"},
    {"shopping_list", "milk, bread, apples, coffee|soup of the day for two, a salad|plasters, throat lozenges|two pizzas, one without cheese|cat food, tissues, lemons|nose drops for children"},
    {"card_text", "Happy birthday!|Thank you for everything.|Get well soon|Congratulations on the new home"},
    {"subject", "mathematics|English|physics|piano|chemistry"},
    {"access_note", "The bell is broken, please ring|Code of the gate 2580, third floor|The dog is harmless|Entrance from the yard|Ask at the reception|Second house behind the bakery"},
};

template <std::size_t Count>
std::string_view find_line(const Entry (&entries)[Count], std::string_view about, std::size_t language) {
  for (const Entry& entry : entries)
    if (entry.about == about) return entry.line[language];
  return {};
}

}  // namespace

std::string_view description(std::string_view about, std::string_view language) {
  const std::size_t index = language_index(language);
  const auto fault = find_line(fault_lines, about, index);
  return fault.empty() ? find_line(wish_lines, about, index) : fault;
}

std::string_view closing_words(std::string_view language, Prng& prng) { return prng.pick(std::span<const Line>(closings))[language_index(language)]; }
std::string_view cancel_reason(std::string_view language, Prng& prng) { return prng.pick(std::span<const Line>(reasons))[language_index(language)]; }

std::string field_text(std::string_view field, std::string_view language, Prng& prng) {
  for (const Values& known : values)
    if (known.field == field) return std::string(prng.pick(split(known.choices, '|')));
  if (field == "recipient") return make_person(language_index(language), prng).name();
  if (field == "plate") return fmt::format("{}{}{} {:03}", static_cast<char>('A' + prng.below(26)), static_cast<char>('A' + prng.below(26)),
                                           static_cast<char>('A' + prng.below(26)), prng.between(100, 999));
  if (field == "flight") return fmt::format("AH {}", prng.between(100, 999));
  return street_address(districts()[pick_district(prng)], prng);
}

}  // namespace bellman::world::demo
