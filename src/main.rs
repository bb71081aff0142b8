//! Mounts the page.

fn main() {
    waxseal::ui::mount();
}
