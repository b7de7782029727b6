"""The tour as data: what is said at each step, where it stands, and which act leads on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step.

    Attributes:
        place: what it speaks of: strip, queue, timeline, media, inspector, note, decision, last,
            status.
        title: a few words.
        text: two or three sentences.
        keys: the commands by id whose keys the reader presses now, in this order.
        moves: what must move for the tour to go on: a measure of ``reviewer.session.tour``;
            empty where only "next" leads on.
    """

    place: str
    title: str
    text: str
    keys: tuple[str, ...] = ()
    moves: str = ""


STEPS: tuple[TourStep, ...] = (
    TourStep(
        "queue",
        "One row, one case",
        "The most pressing comes first, and its second line says why it is here."
        " Go to the queue and to its next case.",
        ("pane.queue", "item.next"),
        "case",
    ),
    TourStep(
        "timeline",
        "What the account did",
        "Oldest first; silent weeks are one line, and what has no date stands apart at the top."
        " Go to the timeline and to its next event.",
        ("pane.timeline", "item.next"),
        "event",
    ),
    TourStep(
        "inspector",
        "The whole of what is selected",
        "Text, translation, reports, related accounts, with the reason. A limit or a suspension"
        " needs evidence: pin this event.",
        ("pin.toggle",),
        "pins",
    ),
    TourStep(
        "media",
        "Pictures keep their distance",
        "Small, grey and blurred until you ask, and one look for all copies. Go to the media, to a"
        " picture, and hold the key: it is shown as long as you hold it.",
        ("pane.media", "item.next", "conceal.reveal"),
        "revealed",
    ),
    TourStep(
        "decision",
        "One key decides nothing",
        "Each button says its key and what it will cause. Stage a suspension.",
        ("stage.suspend",),
        "staged",
    ),
    TourStep(
        "decision",
        "Staged; nothing is decided yet",
        "The line below the buttons says what is there and what is missing, with the key that"
        " mends it. Choose a policy.",
        ("policy.next",),
        "policy",
    ),
    TourStep(
        "note",
        "A note says why",
        "Official media and mass accounts need one. It is saved as you type; write a word or two,"
        " then leave the field.",
        ("note.edit", "text.leave"),
        "note",
    ),
    TourStep(
        "decision",
        "Two taps decide",
        "The first tap arms, the second within 0.8 seconds signs and saves; any other key takes it"
        " back. The next case opens by itself.",
        ("decision.commit",),
        "decided",
    ),
    TourStep(
        "last",
        "Nothing is lost, nothing is final",
        "Your last decisions stand here. Undo goes back as far as the last export and survives a"
        " restart: take this one back.",
        ("undo",),
        "decided",
    ),
    TourStep(
        "strip",
        "When somebody comes by",
        "One key covers everything, and a key or your passphrase lifts it again. The level of"
        " concealment stands beside it.",
        ("cover.lock",),
        "covered",
    ),
    TourStep(
        "status",
        "Everything else by its name",
        "F1 shows the keys that work here, with the reason where one does not. All commands are in"
        " the palette, this tour too.",
        ("keys.overlay", "palette"),
    ),
)
"""The steps, in their order."""
