//! A window with one page and nothing behind it.

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!())
        .expect("the bare window opens");
}
