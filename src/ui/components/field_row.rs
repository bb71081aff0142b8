//! One field of a DNS host's form, with what to enter there.

use super::copy_button;
use super::prose::names;
use crate::setup::Field;
use crate::ui::element::{El, el};

/// The field's own name, the value, and a button that copies it.
pub fn field_row(Field { label, value }: Field) -> El {
    let row = el("div").child(el("dt").text(label));
    if value.is_empty() {
        return row.child(el("dd").text("leave it empty"));
    }
    let copied = value.clone();
    let copy = copy_button("", "Copy", "Copied.", move || copied.clone())
        .attr("aria-label", ["Copy ", label, ": ", &value].concat());
    row.child(el("dd").child(el("code").children(names(&value))).child(copy))
}
