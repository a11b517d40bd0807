fn main() {
    phrasebook::generate("text");
}
