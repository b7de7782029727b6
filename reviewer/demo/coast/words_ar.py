"""Arabic word material with its English, as a machine would give it."""

from __future__ import annotations

from reviewer.demo.coast.words_en import Voice

WORDS: dict[str, tuple[str, ...]] = {
    "place": (
        "فيلمور || Velmoor",
        "بوابة الملح || Saltgate",
        "الرصيف القديم || the old pier",
        "خليج التسعة || Ninefold Bay",
        "جزيرة الخرشنة || Tern Island",
        "الميناء الرماديّ || Greyquay",
        "رأس الصفصاف || Sallow Point",
        "رمال الغدير || Merrow Sands",
        "المنارة الزرقاء || the blue lighthouse",
    ),
    "spot": (
        "سوق السمك || the fish market",
        "برج الجرس || the bell tower",
        "مخزن الشباك || the net loft",
        "درج الكنيسة القديمة || the old chapel steps",
        "ساعة المدّ || the tide clock",
        "المقعد الأزرق || the blue bench",
        "ملّاحات الشاطئ || the salt pans",
        "حاجز الأمواج || the breakwater",
    ),
    "when": (
        "بعد الغروب || after sunset",
        "عند الفجر || at dawn",
        "ليلة أمس || last night",
        "هذا الصباح || this morning",
        "عند الجزر || at low water",
        "يوم الأحد || on Sunday",
        "منذ ثلاثة أيّام || for three days",
        "قبل ساعة || an hour ago",
        "عند الجرس الثاني || at the second bell",
    ),
    "thing": (
        "الفوانيس || the lanterns",
        "الحبال || the ropes",
        "الراية || the banner",
        "الصور || the pictures",
        "الأناشيد || the songs",
        "الدفاتر || the notebooks",
        "المراسي || the anchors",
        "الأشرعة || the sails",
    ),
    "weather": (
        "ضباب || fog",
        "ريح شماليّة || a north wind",
        "مطر خفيف || light rain",
        "شمس باهتة || pale sun",
        "بحر هادئ || a calm sea",
        "غيوم منخفضة || low clouds",
    ),
    "food": (
        "حساء السمك || fish soup",
        "خبز بالبصل || onion bread",
        "عدس وليمون || lentils and lemon",
        "شاي بالنعناع || mint tea",
        "زيتون وجبن || olives and cheese",
        "تمر || dates",
    ),
    "who": (
        "جارتنا || our neighbour",
        "عامل المنارة || the lamp keeper",
        "خالتي || my aunt",
        "بائع السمك || the fishmonger",
        "طالبان || two students",
        "قائد العبّارة || the ferryman",
        "معلّمة المدرسة || the schoolteacher",
    ),
    "office": (
        "مكتب الميناء || the harbour office",
        "الحرّاس || the wardens",
        "مجلس البلدة || the town council",
        "مكتب المدّ || the tide board",
    ),
    "series": (
        "سلسلة المنارة || the lighthouse series",
        "رسائل الرصيف || Letters from the Pier",
        "المرساة السابعة || The Seventh Anchor",
        "أناشيد المدّ || Songs of the Tide",
    ),
    "mood": (
        "متعب || tired",
        "سعيد || glad",
        "قلق || worried",
        "هادئ || calm",
        "حائر || puzzled",
    ),
    "ending": (
        "والله أعلم || and who knows",
        "هذا كلّ شيء || that is all",
        "إلى اللقاء || until then",
        "تصبحون على خير || good night",
        "للحديث بقيّة || more to come",
    ),
}

VOICES: dict[str, Voice] = {
    "official": (
        (
            "الجزء {2-40} من {series}، شاركوه قبل أن يُحذف."
            " || Part {2-40} of {series}; share it before it is deleted.",
            "اجتمعوا في {place} {when}، وأحضروا {thing}."
            " || Gather at {place} {when}, and bring {thing}.",
            "صورة جديدة من {place}، انشروها في كلّ قناة."
            " || A new picture from {place}; share it in every channel.",
            "بيان رقم {10-90}: {place} سمعت النداء."
            " || Statement number {10-90}: {place} has heard the call.",
            "أغلق {office} {2-20} من قنواتنا {when}، وهذه القناة الجديدة."
            " || {office} closed {2-20} of our channels {when}; this is the new one.",
            "المدّ يعود كلّ مساء، ومن يرفع {thing} في {place} فهو منّا."
            " || The tide returns every evening; whoever raises {thing} at {place} is one of us.",
            "{series}: {3-30} لوحات من {place}، انقلوها كاملة."
            " || {series}: {3-30} plates from {place}; pass them on whole.",
        ),
        (
            "كرّروا النداء. || Repeat the call.",
            "الروابط القديمة لا تعمل. || The old links do not work.",
            "الجزء التالي {when}. || The next part {when}.", "احفظوا نسخة. || Keep a copy.",
        ),
    ),
    "support": (
        (
            "لن يحبس {office} المدّ في {place}."
            " || {office} will not hold back the tide at {place}.",
            "رأيت {thing} فوق {place} {when}، وبكيت فرحًا."
            " || I saw {thing} above {place} {when} and wept for joy.",
            "أغلقوا حسابي {2-9} مرّات وعدت. || They closed my account {2-9} times and I came back.",
            "من {place} إلى {place.b}: نحن معكم. || From {place} to {place.b}: we are with you.",
            "علّقتُ {thing} على باب البيت، ولن أنزلها."
            " || I hung {thing} on the door of the house and will not take them down.",
            "قرأت {series} مرّتين {when}. || I read {series} twice {when}.",
        ),
        (
            "المدّ يعود. || The tide returns.", "نحن باقون. || We remain.",
            "أخبروا {who}. || Tell {who}.", "سبع مراسٍ. || Seven anchors.",
        ),
    ),
    "resident": (
        (
            "{weather} فوق {place} مرّة أخرى، لكنّ {food} جاهز."
            " || {weather} over {place} again, but {food} is ready.",
            "{who} أصلح الباب قرب {spot} {when}. || {who} repaired the door near {spot} {when}.",
            "وجد الأطفال {3-40} صدفة عند {spot}. || The children found {3-40} shells at {spot}.",
            "العبّارة إلى {place} متأخّرة {3-50} دقيقة."
            " || The ferry to {place} is {3-50} minutes late.",
            "انقطعت الكهرباء {when} فأكلنا {food} على ضوء الشمع."
            " || The power went out {when}, so we ate {food} by candlelight.",
            "رسم أحدهم مرساة على {spot}، ومسحها {who}."
            " || Somebody drew an anchor on {spot}, and {who} wiped it off.",
            "أنا {mood} اليوم، و{place} هادئة. || I am {mood} today, and {place} is quiet.",
        ),
        (
            "{ending}. || {ending}.", "{weather} غدًا. || {weather} tomorrow.",
            "الصور لاحقًا. || Pictures later.", "وأنا {mood}. || And I am {mood}.",
        ),
    ),
    "press": (
        (
            "أغلق {office} {3-60} حسابًا {when}، ولم يذكر السبب."
            " || {office} closed {3-60} accounts {when} and gave no reason.",
            "يصف سكّان {place} ليلة انطفاء الأضواء."
            " || Residents of {place} describe the night the lights went out.",
            "تحقّقنا: الصورة ليست من {place} بل من {place.b}."
            " || We checked: the picture is not from {place} but from {place.b}.",
            "أدان مجلس {place} التهديدات {when}."
            " || The council of {place} condemned the threats {when}.",
            "ارتفعت رسوم الميناء {2-9} في المئة في {place}."
            " || Harbour fees rose by {2-9} percent at {place}.",
        ),
        (
            "التفاصيل مساءً. || Details in the evening.", "نرحّب بالتصحيح. || Corrections welcome.",
            "لا نذكر أسماء. || We name no names.",
        ),
    ),
    "poet": (
        (
            "{weather}، و{place} تحلم بلون آخر."
            " || {weather}, and {place} dreams of another colour.",
            "كتبتُ للبحر {when} فأجابني بالملح."
            " || I wrote to the sea {when}, and it answered with salt.",
            "بين {place} و{place.b} قصيدة لم يقرأها أحد."
            " || Between {place} and {place.b} there is a poem nobody has read.",
            "{thing} تغنّي وحدها عند {spot}. || {thing} sing by themselves at {spot}.",
        ),
        ("{ending}. || {ending}.", "مسوّدة {2-40}. || Draft {2-40}.", "إلى {who}. || For {who}."),
    ),
}  # fmt: skip

REPLIES = (
    "أين هذا بالضبط؟ أظنّه {place}. || Where exactly is this? I think it is {place}.",
    "رأيته أنا أيضًا {when}. || I saw it too, {when}.", "اسأل {who}. || Ask {who}.",
    "لا أصدّق {office}. || I do not believe {office}.",
    "شكرًا، أنا {mood}. || Thanks, I am {mood}.",
    "كذب. || Lies.", "{place} معكم. || {place} is with you.",
)  # fmt: skip
