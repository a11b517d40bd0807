use super::*;

fn of(own: i64, quantity: i64, returned: i64) -> i64 {
    part_of(Money::from_minor(own), Quantity::whole(quantity), Quantity::whole(returned)).minor()
}

#[test]
fn what_goes_back_is_the_part_that_came_back_and_all_of_it_in_the_end() {
    assert_eq!([of(10_000, 3, 0), of(10_000, 3, 1), of(10_000, 3, 2), of(10_000, 3, 3)], [0, 3_333, 6_667, 10_000]);
    assert_eq!((of(0, 5, 5), of(7, 1_000_000, 1_000_000)), (0, 7));
    assert_eq!((of(9, 0, 0), of(9, 2, -1)), (0, 0), "nothing of what had come back before");
}
