//! Where a test starts.

use crate::{
    check::Code,
    id::repeated,
    types::{StartTheta, Status},
};

use super::DesignCheck;

impl DesignCheck<'_> {
    pub(super) fn start(&mut self) {
        self.start_theta();
        self.start_items();
    }

    fn start_theta(&mut self) {
        let theta = &self.design.start.theta;
        let dimensions = self.bank.dimensions.len();
        let [lower, upper] = self.design.estimate.range;
        let several = matches!(theta, StartTheta::Sequence(_));
        for (number, point) in theta.points().iter().enumerate() {
            let place = if several { format!("start.theta[{number}]") } else { "start.theta".to_owned() };
            if point.len() != dimensions {
                self.problem(
                    Code::StartShape,
                    format!("{place} has {} values for {dimensions} dimensions", point.len()),
                    "give one value for each dimension, or \"prior-mean\"",
                );
            }
            for (index, value) in point.iter().enumerate() {
                if !value.is_finite() {
                    self.problem(Code::NotFinite, format!("{place}[{index}] is {value}"), "use a finite number");
                } else if *value < lower || *value > upper {
                    self.problem(
                        Code::StartOutsideRange,
                        format!("{place}[{index}] is {value}, outside estimate.range [{lower}, {upper}]"),
                        "start inside the range",
                    );
                }
            }
        }
    }

    fn start_items(&mut self) {
        let items = &self.design.start.items;
        for id in items {
            match self.bank.items.iter().find(|item| item.id == *id).map(|item| item.status) {
                Some(Status::Operational) => {}
                Some(_) => self.problem(
                    Code::InvalidStartItems,
                    format!("start.items names the item {id}, which is not operational"),
                    "make the item operational, or take it out of the list",
                ),
                None => self.problem(
                    Code::UnknownItem,
                    format!("start.items names the item {id}, which the bank does not have"),
                    "correct the id",
                ),
            }
        }
        for id in repeated(items.iter().map(String::as_str)) {
            self.problem(
                Code::InvalidStartItems,
                format!("start.items names the item {id} twice"),
                "name each item once",
            );
        }
        let max = self.max_items();
        if items.len() > max as usize && self.design.stop.max_items != Some(0) {
            self.problem(
                Code::InvalidStartItems,
                format!("start.items has {} items, but a test has {max} at most", items.len()),
                "shorten the list, or raise maxItems",
            );
        }
    }
}
