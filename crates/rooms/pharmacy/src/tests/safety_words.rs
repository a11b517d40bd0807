//! The lines of the safety data are read by somebody who must stand behind them.

use super::*;
use crate::safety_words::{Names, sentences, title};
use papers::safety::{List, shown};

#[tokio::test]
async fn every_line_of_the_safety_data_reads_as_words_and_names_no_column() {
    let house = House::open().await;
    let read = |tx: &mut ground::db::Tx<'_>, _: &ground::access::Who| {
        List::ALL
            .iter()
            .map(|list| Ok((*list, shown(tx, *list)?)))
            .collect::<Result<Vec<(List, papers::safety::Shown)>, ground::db::Stop>>()
    };
    let tables = house.done(read).await;
    let names = Names::of(&tables);
    let mut told = 0;
    for (list, of) in &tables {
        for line in &of.lines {
            for l in [Lang::Vi, Lang::En] {
                let said = sentences(l, *list, line, &names);
                assert!(!said.is_empty(), "{} says nothing", line.id);
                let all = format!("{} {}", title(l, *list, line, &names), said.join(" "));
                for mark in ["_", "=", "t1", "  "] {
                    assert!(!all.contains(mark), "{}: {all}", line.id);
                }
                told += 1;
            }
        }
    }
    assert!(told > 1_500, "{told}");
    let (list, of) = tables.iter().find(|(list, _)| *list == List::Ingredients).unwrap();
    let diazepam = of.lines.iter().find(|line| line.id == "diazepam").unwrap();
    let said = sentences(Lang::Vi, *list, diazepam, &names);
    assert!(said.contains(&"dưới 72 tháng tuổi: Dừng".to_owned()), "{said:?}");
    assert!(said.contains(&"một lần tối đa 0,5 mg/kg (trẻ em)".to_owned()), "{said:?}");
    let formoterol = of.lines.iter().find(|line| line.id == "formoterol").unwrap();
    let for_children = "từ 72 đến dưới 144 tháng tuổi: một lần tối đa 0,012 mg, một ngày tối đa 0,024 mg".to_owned();
    let told = sentences(Lang::Vi, *list, formoterol, &names);
    assert!(told.contains(&for_children), "{told:?}");
    assert!(said.contains(&"thai kỳ: quý 1 thận trọng, quý 2 thận trọng, quý 3 không dùng".to_owned()), "{said:?}");
}
