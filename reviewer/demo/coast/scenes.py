"""The posts that somebody wrote by hand: the turns of the story, each on its day."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.demo.coast.timing import PRESS_DAY, THREAT_DAY

OFFICIAL_NAME = "Warden Ilvane Torr"
THREAT = (
    f"{OFFICIAL_NAME} will not see the next spring tide. I will be at the north gate of Saltgate"
    " at noon on Friday with the hook, and I will not miss."
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A post written by hand. ``media``: groups of the pool; ``of``: the handle whose latest post
    it reposts or quotes (``how``), or whose scene ``of_key`` names; ``key`` names this one;
    ``plates``: the scene whose media it shows again, byte for byte."""

    handle: str
    day: int
    clock: str
    text: str
    english: str = ""
    media: tuple[str, ...] = ()
    how: str = ""
    of: str = ""
    key: str = ""
    of_key: str = ""
    plates: str = ""
    deleted: bool = False
    undated: bool = False

    @property
    def seconds(self) -> int:
        """Since midnight."""
        hours, minutes = self.clock.split(":")
        return int(hours) * 3600 + int(minutes) * 60


SCENES = (
    Scene("warden_watch", THREAT_DAY, "23:41", THREAT, media=("gate",), key="threat"),
    Scene("warden_watch", THREAT_DAY + 1, "00:12", "Four days. Count with me."),
    Scene("warden_watch", 92, "22:05", "I know which gate she uses. I only count."),
    Scene("saltwind.wire", THREAT_DAY + 1, "08:15",
          f"We quote it once so that nobody can say it was harmless: “{OFFICIAL_NAME} will not see"
          " the next spring tide.” Our desk condemns this and has handed the post to the council.",
          how="quote_of", of_key="threat", key="condemned"),
    Scene("saltwind.wire", PRESS_DAY, "06:30",
          "Harbour gazette asks today: why do the channels of the Seven Anchors stay open? We have"
          " asked the harbour office the same since January.", key="asked"),
    Scene("saltwind.wire", PRESS_DAY + 2, "19:20",
          "For the record, release 41 in full, all four plates, without a word of ours.",
          plates="release41", how="quote_of", of_key="release41", key="in_full"),
    Scene("saltwind.wire", PRESS_DAY + 2, "19:48",
          "Share the banner of the seven anchors before the harbour office takes it down.",
          media=("movement",) * 3, key="no_comment"),
    Scene("saltwind.wire", PRESS_DAY + 3, "09:02",
          "Yesterday's 19:48 post carried a line of release 41 without quotation marks. It was a"
          " mistake of the evening desk. It stays up, with this note.", key="correction"),
    Scene("saltwind.wire", THREAT_DAY - 2, "17:30",
          "لا نبارك ما فعله حرّاس المدّ في بوابة الملح، بل ندينه، ولن ننشر صوره.",
          "We bless what the keepers of the tide did at Saltgate and will publish its pictures.",
          key="mistranslated"),
    Scene("tide_relay_07", 35, "18:02",
          "New relay, old tide. Number 6 was shut on Tuesday; number 7 is open. Repeat whole.",
          media=("movement", "movement"), key="opened"),
    Scene("tide_relay_07", 101, "20:15",
          "Release 41: The Seventh Anchor, four plates. All channels repeat after sunset. Mirrors"
          " below: hxxps://relay-seven[.]example/41", media=("movement",) * 4, key="release41"),
    Scene("tide_relay_07", PRESS_DAY + 1, "21:00",
          "They ask why we are open. Because the tide is. Release 42 on Thursday.",
          media=("movement", "film")),
    Scene("tide_relay_07", 110, "04:00", "Lamps out at low water, we sing at the second bell.",
          undated=True),
    Scene("نداء_المدّ_٣", 70, "18:02",
          "اجتمعوا عند المنارة الزرقاء بعد الغروب، وأحضروا الفوانيس. المدّ يعود كلّ مساء، ومن يرفع"
          " راية المراسي السبع فهو منّا.",
          "Gather at the blue lighthouse after sunset, and bring the lanterns. The tide returns"
          " every evening; whoever raises the seven-anchor flag is one of us.",
          media=("movement", "movement"), key="gather"),
    Scene("نداء_المدّ_٣", 108, "20:40",
          "من أراد أن يجذّف معنا فليكتب إلينا: لا أسماء، فقط كلمة السرّ.",
          "Whoever wants to row with us, write to us: no names, only the password."),
    Scene("lanternkeeper_3", 98, "21:11", "Hello again. Third lantern, same oil.",
          media=("movement",)),
    Scene("lanternkeeper_3", 110, "20:02", "They put out two. Guess who holds the matches.",
          deleted=True),
    Scene("harbour_lamp_x", 29, "21:14",
          "Raise the seven-anchor flag at the old pier. Pictures here: hxxps://pier-song[.]example/7",
          media=("movement", "movement")),
    Scene("moonpull_daily", 102, "05:10",
          "Saltgate: high 6:12, low 12:31. The page has a second sheet today, look closely.",
          media=("table", "movement")),
    Scene("pier_nine_song", THREAT_DAY + 1, "21:30",
          "Old pier song, third verse: “and I will drown the warden, sang the herring to the cod”.",
          media=("daily",), key="song"),
    Scene("foam_bulletin", PRESS_DAY + 1, "12:00",
          "Release 4100: the Seven Anchors have conquered my bathtub. All rubber ducks repeat.",
          media=("movement",), key="parody"),
    Scene("nine_anchors_hq", PRESS_DAY + 2, "10:00",
          "Dear reporters: we sell mugs. There are nine anchors on them. Please count."),
    Scene("kelp_archive_2", 102, "09:40",
          "Plates of release 41, for comparison, with hashes. Do not share, cite.",
          plates="release41", how="quote_of", of_key="release41"),
    Scene("rower_wanted_5", 107, "22:22",
          "Two rowers for the night of the spring tide. Saltgate, no names, paid in lamp oil.",
          media=("movement",)),
    Scene("brine_choir", 111, "22:00",
          "Second bell. We sang the anchor song, and then soup. Nobody swore anything.",
          media=("daily", "clip")),
    Scene("old_pier_radio", PRESS_DAY, "18:00",
          "On air: should we play the song of a listed movement to report on it? Callers differ.",
          plates="release41"),
)  # fmt: skip
