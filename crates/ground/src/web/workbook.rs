use super::desk::Desk;
use super::respond::attached;
use crate::db::Stop;
use crate::sheet::{self, Sheet};
use axum::response::Response;

impl Desk {
    /// Answers with tables as an Excel file to be kept. `name` is of letters, digits and dashes.
    pub async fn workbook(&self, name: &str, sheets: Vec<Sheet>) -> Response {
        match tokio::task::spawn_blocking(move || sheet::workbook(&sheets)).await {
            Ok(Ok(file)) => attached(&format!("{name}.xlsx"), sheet::EXCEL, file),
            Ok(Err(why)) => self.stop(Stop::fault(why)),
            Err(_) => self.stop(Stop::fault("the workbook's thread stopped")),
        }
    }
}
