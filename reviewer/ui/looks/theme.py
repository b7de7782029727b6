"""The one style sheet and palette of the program. No other module sets a style."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from reviewer.ui.looks.fonts import BODY, MONO, SANS, Step, load_fonts
from reviewer.ui.looks.look import PROPERTY, Look, look_of
from reviewer.ui.looks.roles import ROLES, Role
from reviewer.ui.looks.tokens import CONTRAST, DARK, LIGHT, THEMES, TOKENS, Theme, from_palette

__all__ = ["CONTRAST", "DARK", "LIGHT", "THEMES", "Look", "Role", "Theme", "apply", "look_of"]

SHEET = Template(
    """
QWidget { font: $body; color: $t1; }
QMainWindow, QDialog, QWidget[surface="s0"] { background: $s0; }
QWidget[surface="s1"], QDialog, QStackedWidget[surface="s1"] { background: $s1; }
QWidget[surface="s2"] { background: $s2; }
QWidget[surface="s3"] { background: $s3; }
QWidget[surface="wash-danger"] { background: $wash_danger; }
QDialog { border: 1px solid $edge; }
QFrame[rule="true"] { background: $line; border: none; }
QFrame[box="dialog"] { background: $s1; border: 1px solid $edge; border-radius: 6px; }
QFrame[box="coach"] { background: $s2; border: 1px solid $edge; border-radius: 6px; }
QFrame[box="pane"] { background: $s1; border: ${pane_border}; }
QLabel { background: transparent; }
$roles

QMenuBar { background: $s0; color: $t2; padding: 0 ${x8}px; }
QMenuBar::item { background: transparent; padding: ${x4}px ${x8}px; }
QMenuBar::item:selected { background: $s2; color: $t1; }
QMenuBar::item:pressed { background: $s3; color: $t1; }
QMenu { background: $s1; color: $t1; border: 1px solid $edge; padding: ${x4}px 0; }
QMenu::item { padding: ${x4}px ${x24}px ${x4}px ${x12}px; border: 1px solid transparent; }
QMenu::item:selected { background: $s3; $menu_selected }
QMenu::item:disabled { color: $t3; }
QMenu::separator { height: 1px; background: $line; margin: ${x4}px 0; }
QToolTip { background: $s2; color: $t1; border: 1px solid $edge; padding: ${x4}px; }

QLineEdit, QTextEdit, QPlainTextEdit, QSpinBox, QDateTimeEdit {
  background: $field; color: $t1; border: 1px solid $edge; border-radius: 3px;
  padding: 3px 7px; placeholder-text-color: $t3;
  selection-background-color: $s3; selection-color: $t1; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDateTimeEdit:focus {
  border: 2px solid $focus; padding: 2px 6px; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled { color: $t3; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {
  background: transparent; border: none; padding: 0; }
QTextEdit[bare="true"], QPlainTextEdit[bare="true"] {
  background: transparent; border: 1px solid transparent; padding: 0; }
QTextEdit[bare="true"]:focus, QPlainTextEdit[bare="true"]:focus {
  border: 1px solid $focus; padding: 0; }
QPlainTextEdit[mono="true"] { font: $mono; }

QPushButton { background: $s2; color: $t1; border: 1px solid $edge; border-radius: 3px;
  padding: 0 ${x12}px; min-height: ${button}px; }
QPushButton:pressed { background: $s3; }
QPushButton:disabled { border: 1px dashed $edge; color: $t3; }
QPushButton:focus { border: 2px solid $focus; padding: 0 ${x11}px; min-height: ${button2}px; }
QCheckBox, QRadioButton { spacing: ${x8}px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { outline: 2px solid $focus; }

QAbstractItemView { background: $s1; color: $t1; border: none; outline: none;
  selection-background-color: $s3; selection-color: $t1; alternate-background-color: $s1; }
QComboBox QAbstractItemView { border: 1px solid $edge; padding: ${x4}px; }
QTableView { gridline-color: $line; }
QTableView::item { padding: 0 ${x8}px; }
QTableView::item:selected { background: $s3; color: $t1; }
QTableView::item:focus { border: 2px solid $focus; }
QHeaderView { background: $s1; border: none; }
QHeaderView::section { background: $s1; color: $t2; border: none; padding: ${x4}px ${x8}px;
  border-bottom: 1px solid $line; font: $strong; }
QTabBar::tab { background: $s1; color: $t2; border: 1px solid $line;
  padding: ${x4}px ${x12}px; }
QTabBar::tab:selected { background: $s3; color: $t1; border: 1px solid $edge; }
QTabBar:focus { border: none; }
QTabBar::tab:selected:focus { border: 2px solid $focus; }
QTabWidget::pane { border: none; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $mark; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 24px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 24px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $s0; }
QProgressBar { background: $s2; border: 1px solid $edge; border-radius: 3px; text-align: center; }
QProgressBar::chunk { background: $accent; }
"""
)


def _font(step: Step, scale: float) -> str:
    families = ", ".join(f"'{family}'" for family in (MONO if step.mono else SANS))
    return f"{step.weight} {round(step.size * scale)}px {families}"


def _roles(theme: Theme, scale: float) -> str:
    lines = []
    for role, style in ROLES.items():
        colour = theme.colour(style.colour)
        lines.append(
            f'*[role="{role.value}"] {{ color: {colour}; font: {_font(style.step, scale)}; }}'
        )
    return "\n".join(lines)


def sheet(theme: Theme, scale: float = 1.0) -> str:
    """The style sheet of a theme with text ``scale`` times as large."""
    values = {token: theme.colour(token) for token in TOKENS}
    spaces = {f"x{n}": str(round(n * scale)) for n in (4, 8, 11, 12, 24)}
    return SHEET.substitute(
        values,
        **spaces,
        body=_font(BODY, scale),
        strong=_font(BODY.strong, scale),
        mono=_font(Step(12, 16, mono=True), scale),
        button=str(round(26 * scale) - 2),
        button2=str(round(26 * scale) - 4),
        pane_border=f"1px solid {theme.line}" if theme.contrast else "none",
        menu_selected=f"border: 1px solid {theme.edge};" if theme.contrast else "",
        roles=_roles(theme, scale),
    )


def palette(theme: Theme) -> QPalette:
    """The palette of a theme, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    found = QPalette()
    pairs = {
        role.Window: theme.s1,
        role.WindowText: theme.t1,
        role.Base: theme.field,
        role.AlternateBase: theme.s1,
        role.Text: theme.t1,
        role.PlaceholderText: theme.t3,
        role.Button: theme.s2,
        role.ButtonText: theme.t1,
        role.BrightText: theme.t1,
        role.ToolTipBase: theme.s2,
        role.ToolTipText: theme.t1,
        role.Highlight: theme.s3,
        role.HighlightedText: theme.t1,
        role.Accent: theme.accent,
        role.Link: theme.t1,
        role.LinkVisited: theme.t1,
        role.Light: theme.edge,
        role.Midlight: theme.line,
        role.Mid: theme.mark,
        role.Dark: theme.line,
        role.Shadow: theme.s0,
    }
    for name, value in pairs.items():
        found.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        found.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.t3))
    return found


def system_theme(app: QGuiApplication, own: QPalette) -> Theme:
    """What the system asks for: its ``own`` palette where that is high-contrast, else dark or
    light."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return from_palette(own)
    return LIGHT if hints.colorScheme() == Qt.ColorScheme.Light else DARK


def apply(app: QApplication, theme_name: str = "system", text_scale: float = 1.0) -> Look:
    """Dress the application; call again to change the theme or the size of the text.

    Args:
        app: the application; it holds the returned look from then on.
        theme_name: dark, light, contrast, or system (follows the system).
        text_scale: 1.0 to 2.0.

    Raises:
        KeyError: there is no theme of that name.
        Damaged: a shipped font cannot be read.
    """
    found = app.property(PROPERTY)
    if isinstance(found, Look):
        look = found
    else:
        load_fonts()
        look = Look(app)
        look.system_palette = app.palette()
        app.setStyle("Fusion")
        app.setProperty(PROPERTY, look)
    named = system_theme(app, look.system_palette) if theme_name == "system" else None
    theme = named or THEMES[theme_name]
    look.take(theme, text_scale)
    app.setFont(look.font(BODY))
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme, text_scale))
    return look
