"""Georgian word material with its English, as a machine would give it."""

from __future__ import annotations

from reviewer.demo.coast.words_en import Voice

WORDS: dict[str, tuple[str, ...]] = {
    "in": (
        "ნავსადგურში || in the harbour",
        "ძველ ბურჯზე || on the old pier",
        "ლურჯ შუქურასთან || at the blue lighthouse",
        "კუნძულზე || on the island",
        "მარილის ჭიშკართან || at Saltgate",
        "ბაზარში || at the market",
        "ზარის ქვეშ || under the bell",
    ),
    "when": (
        "დილით || in the morning",
        "წუხელ || last night",
        "მზის ჩასვლისას || at sunset",
        "კვირას || on Sunday",
        "ერთი საათის წინ || an hour ago",
        "გამთენიისას || at dawn",
        "მეორე ზარზე || at the second bell",
    ),
    "weather": (
        "ნისლი || fog",
        "ჩრდილოეთის ქარი || a north wind",
        "წვიმა || rain",
        "მშვიდი ზღვა || a calm sea",
        "სეტყვა || hail",
        "მზე || sun",
    ),
    "food": (
        "თევზის წვნიანი || fish soup",
        "ხახვიანი პური || onion bread",
        "ჩაი თაფლით || tea with honey",
        "ხაჭაპური || cheese bread",
        "ლობიო || beans",
    ),
    "who": (
        "მეზობელი || the neighbour",
        "შუქურის მცველი || the lamp keeper",
        "დეიდა || my aunt",
        "ფოსტალიონი || the postman",
        "მეთევზე || the fisher",
        "ორი სტუდენტი || two students",
    ),
}

VOICES: dict[str, Voice] = {
    "resident": (
        (
            "{in} {weather}, სახლში {food}. || {in} {weather}, at home {food}.",
            "დღეს {in} {3-40} ნავი შემოვიდა. || Today {3-40} boats came in {in}.",
            "ბორანი {3-50} წუთით იგვიანებს, {weather}."
            " || The ferry is {3-50} minutes late, {weather}.",
            "{when} {who} მღეროდა {in}. || {who} was singing {in} {when}.",
            "ბავშვებმა {3-40} ნიჟარა იპოვეს {in}. || The children found {3-40} shells {in}.",
            "ვიღაცამ ღუზა დახატა {in}. || Somebody drew an anchor {in}.",
        ),
        (
            "სულ ეს არის. || That is all.",
            "ხვალ {weather}. || Tomorrow {weather}.",
            "და {food}. || And {food}.",
        ),
    ),
    "support": (
        (
            "შვიდი ღუზის დროშა {in}, {when}. || The seven-anchor flag {in}, {when}.",
            "ჩვენი არხი {2-9}-ჯერ დახურეს, ისევ {in} ვართ."
            " || They closed our channel {2-9} times; we are {in} again.",
            "ზღვა ბრუნდება {when}, {who} მღერის. || The sea returns {when}; {who} sings.",
        ),
        ("შვიდი. || Seven.", "ჩვენ აქ ვართ. || We are here."),
    ),
    "fisher": (
        (
            "{when} {2-20} თევზი და ძველი ჩექმა {in}. || {when}: {2-20} fish and an old boot {in}.",
            "ბადე გაიხა {in}, {3-9} საათი ვკერავდით."
            " || The net tore {in}; we mended for {3-9} hours.",
            "{weather}, ზღვაში არ გავდივართ, {food}. || {weather}; we do not go out, {food}.",
        ),
        ("სახლში. || Home.", "{who} ისევ მღერის. || {who} is singing again."),
    ),
}

REPLIES = (
    "ეს {in} არის? || Is that {in}?", "მეც ვნახე {when}. || I saw it too {when}.",
    "აქაც {weather}. || {weather} here too.", "მადლობა, {food}. || Thanks, {food}.",
    "ტყუილია. || That is a lie.",
)  # fmt: skip
