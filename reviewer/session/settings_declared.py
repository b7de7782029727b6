"""Every setting of a profile, declared once: dialog, help page and checks are made from these."""

from __future__ import annotations

from reviewer.session.setting import CHOICE, KEYS, NUMBER, SWITCH, Setting

GROUPS = ("Look", "Time", "Media", "Keys", "Safety", "Tour")

DECLARED: tuple[Setting, ...] = (
    Setting(
        id="look.theme",
        title="Theme",
        group="Look",
        kind=CHOICE,
        default="system",
        help="The colours of the desk; the choice of the system holds unless you choose.",
        choices=(
            ("system", "as the system"),
            ("dark", "dark"),
            ("light", "light"),
            ("contrast", "high contrast"),
        ),
    ),
    Setting(
        id="look.text",
        title="Size of text",
        group="Look",
        kind=CHOICE,
        default=100,
        help="How large all text is; at large sizes panes become tabs.",
        choices=((100, "100 %"), (125, "125 %"), (150, "150 %"), (200, "200 %")),
    ),
    Setting(
        id="time.zone",
        title="Times shown in",
        group="Time",
        kind=CHOICE,
        default="utc",
        help="Whether times are shown in UTC or in the time of this machine.",
        choices=(("utc", "UTC"), ("local", "local time")),
    ),
    Setting(
        id="media.conceal",
        title="Media start",
        group="Media",
        kind=CHOICE,
        default="blur",
        help="How media look until you reveal them.",
        choices=(("blur", "grey and blurred"), ("grey", "grey, not blurred"), ("hidden", "hidden")),
        order=("grey", "blur", "hidden"),
    ),
    Setting(
        id="media.reveal",
        title="A revealed picture is shown",
        group="Media",
        kind=CHOICE,
        default="large",
        help="How large a picture is shown while the key is held.",
        choices=(("large", "large, over the panes"), ("tile", "small, in its tile")),
        order=("large", "tile"),
    ),
    Setting(
        id="keys.preset",
        title="Set of keys",
        group="Keys",
        kind=CHOICE,
        default="left_hand",
        help="The keys that all commands have before your own changes.",
        choices=(("left_hand", "left hand"), ("ozone", "Ozone")),
    ),
    Setting(
        id="keys.single_letters",
        title="Single letters act",
        group="Keys",
        kind=CHOICE,
        default="on",
        help="Off: letters, digits and signs alone do nothing; hold Alt with them instead.",
        choices=(("on", "on"), ("off", "off, with Alt")),
    ),
    Setting(
        id="keys.map",
        title="Keys of your own",
        group="Keys",
        kind=KEYS,
        default={},
        help="Commands that have other keys than their set gives them.",
    ),
    Setting(
        id="lock.idle_minutes",
        title="Cover and lock after",
        group="Safety",
        kind=NUMBER,
        default=10,
        help="Minutes without key or mouse until the desk is covered and locked; 0: never.",
        low=0,
        high=120,
        unit="minutes",
        order=(0,),
    ),
    Setting(
        id="tour.seen",
        title="Tour seen",
        group="Tour",
        kind=SWITCH,
        default=False,
        help="Off: the tour of the desk is offered at the next start.",
    ),
)
"""All of them, in the order of the dialog."""
