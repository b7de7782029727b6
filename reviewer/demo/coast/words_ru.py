"""Russian and Ukrainian word material with its English, as a machine would give it."""

from __future__ import annotations

from reviewer.demo.coast.words_en import Voice

RUSSIAN_WORDS: dict[str, tuple[str, ...]] = {
    "in": (
        "в Вельмуре || in Velmoor",
        "у Соляных ворот || at Saltgate",
        "на старом пирсе || on the old pier",
        "в Девятой бухте || in Ninefold Bay",
        "на острове Крачек || on Tern Island",
        "у маяка Харроу || at Harrow Light",
        "на Сером причале || at Greyquay",
        "в Нижней переправе || at Low Ferry",
    ),
    "spot": (
        "у рыбного рынка || by the fish market",
        "под колоколом || under the bell",
        "на сетевом складе || in the net loft",
        "у часов прилива || by the tide clock",
        "на волнорезе || on the breakwater",
        "у синей скамьи || by the blue bench",
    ),
    "when": (
        "утром || in the morning",
        "вчера ночью || last night",
        "на закате || at sunset",
        "в отлив || at low water",
        "с воскресенья || since Sunday",
        "час назад || an hour ago",
        "после второго колокола || after the second bell",
        "третий день || for three days now",
    ),
    "fish": (
        "сельдь || herring",
        "две камбалы || two flounders",
        "ведро мидий || a bucket of mussels",
        "одну треску || one cod",
        "старый сапог || an old boot",
        "медный ключ || a brass key",
    ),
    "food": (
        "уха || fish soup",
        "луковый хлеб || onion bread",
        "ржаные лепёшки || rye cakes",
        "чай с мёдом || tea with honey",
        "каша с маслом || porridge with butter",
    ),
    "weather": (
        "туман || fog",
        "северный ветер || a north wind",
        "мелкий дождь || drizzle",
        "штиль || a flat calm",
        "град || hail",
        "редкое солнце || rare sun",
    ),
    "who": (
        "сосед || the neighbour",
        "смотритель маяка || the lamp keeper",
        "брат || my brother",
        "старый боцман || the old bosun",
        "почтальон || the postman",
        "дядя || my uncle",
    ),
    "office": (
        "портовая контора || the harbour office",
        "совет || the council",
        "приливная служба || the tide board",
    ),
    "series": (
        "«Седьмой якорь» || The Seventh Anchor",
        "«Письма с мола» || Letters from the Mole",
        "«Песни прилива» || Songs of the Tide",
        "«Долгий отлив» || The Long Ebb",
    ),
}

RUSSIAN: dict[str, Voice] = {
    "official": (
        (
            "Семь якорей {in}: {series}, часть {2-40}."
            " || Seven anchors {in}: {series}, part {2-40}.",
            "Новое зеркало канала, прежнее закрыли {when}."
            " || A new mirror of the channel; the old one was closed {when}.",
            "Выпуск {10-98}. Прилив вернётся, смотрите {when}."
            " || Release {10-98}. The tide will return; watch {when}.",
            "{3-30} снимков {spot}, передавайте целиком."
            " || {3-30} pictures {spot}; pass them on whole.",
            "Закрыто каналов: {2-20}. Открыто: {21-40}. {series} продолжается."
            " || Channels closed: {2-20}. Opened: {21-40}. {series} goes on.",
        ),
        (
            "Повторяйте. || Repeat.",
            "Старые ссылки не работают. || Old links do not work.",
            "Часть {3-40} {when}. || Part {3-40} {when}.",
            "Сохраните копию. || Keep a copy.",
        ),
    ),
    "support": (
        (
            "Флаг с якорями снова {in}. || The flag with the anchors is {in} again.",
            "Нас закрыли {2-9} раз, мы {in}. || We were closed {2-9} times; we are {in}.",
            "Прочёл {series}, часть {2-9}: всё правда."
            " || I read {series}, part {2-9}: it is all true.",
            "Кто {when} был {spot}, тот наш. || Whoever was {spot} {when} is one of us.",
            "Я повесил флаг {spot}, и {who} отдал честь."
            " || I hung the flag {spot}, and {who} saluted.",
        ),
        (
            "Прилив вернётся. || The tide will return.",
            "Семь. || Seven.",
            "Мы здесь. || We are here.",
        ),
    ),
    "resident": (
        (
            "{weather}, паром опять опаздывает на {3-50} минут."
            " || {weather}; the ferry is {3-50} minutes late again.",
            "{who} {when} варил суп {spot}, на обед {food}."
            " || {who} cooked soup {spot} {when}; lunch is {food}.",
            "Дети нашли {in} {3-40} ракушек. || The children found {3-40} shells {in}.",
            "{in} нет света {when}, сидим при свечах, {food}."
            " || No power {in} {when}; we sit by candlelight, {food}.",
            "Кто забыл велосипед {spot}? || Who left a bicycle {spot}?",
            "Опять рисуют якоря {spot}, {who} оттирает."
            " || They draw anchors {spot} again, {who} scrubs.",
        ),
        (
            "Вот и все новости. || That is all the news.",
            "Завтра {weather}. || Tomorrow {weather}.",
            "Фото потом. || Photos later.",
            "И {food}. || And {food}.",
        ),
    ),
    "fisher": (
        (
            "Поймали {fish} {in}, {weather}. || Caught {fish} {in}, {weather}.",
            "Сеть порвана {spot}, чинили {3-9} часов. || Net torn {spot}, mended for {3-9} hours.",
            "За {fish} дают {2-9} марок, смех. || They pay {2-9} marks for {fish}, a joke.",
            "Вышли {when}, взяли {fish}, вернулись мокрые."
            " || Went out {when}, took {fish}, came back wet.",
        ),
        (
            "Домой. || Home.",
            "{who} поймал больше. || {who} caught more.",
            "{food} и спать. || {food} and sleep.",
        ),
    ),
}

UKRAINIAN_WORDS: dict[str, tuple[str, ...]] = {
    "in": (
        "у Вельмурі || in Velmoor",
        "біля Соляної брами || at Saltgate",
        "на старому пірсі || on the old pier",
        "на острові Крячків || on Tern Island",
        "біля маяка Гарроу || at Harrow Light",
        "на Сірому причалі || at Greyquay",
    ),
    "when": (
        "зранку || in the morning",
        "учора ввечері || yesterday evening",
        "на світанку || at dawn",
        "у відплив || at low water",
        "від неділі || since Sunday",
        "годину тому || an hour ago",
    ),
    "weather": (
        "туман || fog",
        "північний вітер || a north wind",
        "дрібний дощ || drizzle",
        "тиша на морі || a calm sea",
        "град || hail",
    ),
    "food": (
        "юшка || fish soup",
        "цибуляний хліб || onion bread",
        "чай з липою || lime-blossom tea",
        "вареники || dumplings",
        "печена картопля || baked potatoes",
    ),
    "who": (
        "сусідка || the neighbour",
        "доглядач маяка || the lamp keeper",
        "тітка || my aunt",
        "листоноша || the postman",
        "брат || my brother",
    ),
}

UKRAINIAN: dict[str, Voice] = {
    "resident": (
        (
            "{weather}, а {food} вже на столі. || {weather}, but {food} is on the table.",
            "Пором {in} запізнюється на {3-50} хвилин. || The ferry {in} is {3-50} minutes late.",
            "{who} {when} фарбує двері {in}. || {who} paints the door {in} {when}.",
            "Діти назбирали {3-40} мушель {in}. || The children gathered {3-40} shells {in}.",
            "Хтось знову малює якорі {in}. || Somebody draws anchors {in} again.",
        ),
        (
            "Отакі новини. || Such is the news.",
            "Завтра {weather}. || Tomorrow {weather}.",
            "І {food}. || And {food}.",
        ),
    ),
    "ferry": (
        (
            "Рейс {2-40} {in}: затримка {3-55} хвилин, {weather}."
            " || Service {2-40} {in}: {3-55} minutes late, {weather}.",
            "Відхід о {4-9}:{10-55} скасовано {in}. || The {4-9}:{10-55} is cancelled {in}.",
            "Знайдено {in}: парасолька і ключ, {when}."
            " || Found {in}: an umbrella and a key, {when}.",
        ),
        ("Перепрошуємо. || We are sorry.", "Квитки дійсні. || Tickets are valid."),
    ),
    "poet": (
        (
            "{weather}. Море {in} вчить мене мовчати."
            " || {weather}. The sea {in} teaches me silence.",
            "{who} {when} співає, і чайки слухають. || {who} sings {when}, and the gulls listen.",
            "Лишилося {2-30} рядків і {food}. || {2-30} lines are left, and {food}.",
        ),
        ("Чернетка {2-40}. || Draft {2-40}.", "Для тих, хто {in}. || For those {in}."),
    ),
}

RUSSIAN_REPLIES = (
    "Это {in}? || Is that {in}?",
    "Видел {when}. || Saw it {when}.",
    "Спроси: {who} знает. || Ask: {who} knows.",
    "Неправда. || Not true.",
    "{weather} и здесь. || {weather} here as well.",
    "Спасибо, {food}. || Thanks, {food}.",
)
UKRAINIAN_REPLIES = (
    "Це {in}? || Is that {in}?",
    "Бачила {when}. || Saw it {when}.",
    "Тут {weather}. || {weather} here.",
    "Дякую, {food}. || Thanks, {food}.", "Неправда. || Not true.",
)  # fmt: skip
