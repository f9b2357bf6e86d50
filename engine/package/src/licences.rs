//! `LICENSES.txt`: under which terms what is packed may be passed on.

use thetis_bank::ItemBank;

use crate::{bank::PackedBank, player::Player};

const OURS: &str = include_str!("../../../LICENSE-MIT");

pub(crate) fn text(packed: &PackedBank, player: &Player) -> String {
    let ItemBank { id, version, licence, source, .. } = &packed.bank;
    let title = &packed.first().bank.title;
    let mut text = format!("{title} ({id} {version})\n\nThe questions, texts and pictures in bank/: {licence}\n");
    if let Some(source) = source {
        text += &format!("{source}\n");
    }
    text += "\n\nThetis, the engine and the player: MIT or Apache-2.0, at your choice\n\n";
    text += OURS;
    text += "\n\n";
    text + &String::from_utf8_lossy(player.file("LICENSES.txt"))
}
