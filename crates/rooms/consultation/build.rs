//! Generates the words of this room.

fn main() {
    phrasebook::generate("text");
}
