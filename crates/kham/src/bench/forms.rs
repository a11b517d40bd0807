//! Reading the forms of a page as a browser does: their hidden and prefilled fields are sent as they stand.

/// A form as it stands on a page.
#[derive(Debug, Clone)]
pub struct PageForm {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl PageForm {
    /// The form whose action is `action`.
    pub fn find(body: &str, action: &str) -> Result<PageForm, String> {
        let wanted = format!("action=\"{action}\"");
        let start = body.find(&wanted).ok_or_else(|| format!("no form leads to {action}"))?;
        let form = body.get(start..).unwrap_or_default();
        let end = form.find("</form>").unwrap_or(form.len());
        Ok(PageForm { action: action.to_owned(), fields: fields(form.get(..end).unwrap_or_default()) })
    }

    /// The form with one field set, replacing what stood there.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> PageForm {
        self.fields.retain(|(n, _)| n != name);
        self.fields.push((name.to_owned(), value.into()));
        self
    }
}

/// The first value of an attribute that begins with a prefix, for instance a link to a visit.
pub fn first_with_prefix<'a>(body: &'a str, attribute: &str, prefix: &str) -> Option<&'a str> {
    let wanted = format!("{attribute}=\"{prefix}");
    let at = body.find(&wanted)? + attribute.len() + 2;
    let rest = body.get(at..)?;
    rest.get(..rest.find('"')?)
}

/// All values of an attribute that begin with a prefix.
pub fn all_with_prefix<'a>(body: &'a str, attribute: &str, prefix: &str) -> Vec<&'a str> {
    let wanted = format!("{attribute}=\"{prefix}");
    let ends = body.match_indices(&wanted).filter_map(|(at, _)| {
        let rest = body.get(at + attribute.len() + 2..)?;
        rest.get(..rest.find('"')?)
    });
    ends.collect()
}

/// The values of a select's options, without the empty one.
pub fn options(page: &str, name: &str) -> Vec<String> {
    let select = page
        .split("<select")
        .find(|s| s.split('>').next().is_some_and(|tag| tag.contains(&format!("name=\"{name}\""))));
    let inside = select.and_then(|s| s.split("</select>").next()).unwrap_or_default();
    all_with_prefix(inside, "value", "").into_iter().filter(|v| !v.is_empty()).map(str::to_owned).collect()
}

/// The values of a group of radio buttons that may be chosen.
pub fn radio_values(page: &str, name: &str) -> Vec<String> {
    let inputs = page.split("<input").filter_map(|rest| rest.split('>').next());
    let wanted = format!("name=\"{name}\"");
    let free = inputs.filter(|tag| tag.contains(&wanted) && !tag.contains(" disabled"));
    free.filter_map(|tag| first_with_prefix(tag, "value", "").map(str::to_owned)).filter(|v| !v.is_empty()).collect()
}

/// A usual value for each measured value that a page asks for: the lower limit, else the upper one.
pub fn usual_values(page: &str) -> Vec<(String, String)> {
    let inputs = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    let limit = |tag: &str, name: &str| attribute(tag, name).and_then(|milli| milli.parse::<i64>().ok());
    let asked = inputs.filter_map(|tag| Some((attribute(tag, "name").filter(|n| n.starts_with("value-"))?, tag)));
    asked
        .map(|(name, tag)| {
            let milli = limit(tag, "data-low").or_else(|| limit(tag, "data-high")).unwrap_or(5_100);
            let exact = format!("{},{:03}", milli / 1000, milli % 1000);
            (name, exact.trim_end_matches('0').trim_end_matches(',').to_owned())
        })
        .collect()
}

fn fields(form: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = form;
    while let Some(at) = rest.find('<') {
        let Some(tag) = rest.get(at..).and_then(|t| t.get(..t.find('>')? + 1)) else { break };
        let after = rest.get(at + tag.len()..).unwrap_or_default();
        if tag.starts_with("<input") {
            out.extend(input(tag));
        } else if tag.starts_with("<textarea") {
            let value = after.get(..after.find("</textarea>").unwrap_or(0)).unwrap_or_default();
            out.extend(attribute(tag, "name").map(|name| (name, unescape(value))));
        } else if tag.starts_with("<select") {
            let options = after.get(..after.find("</select>").unwrap_or(0)).unwrap_or_default();
            out.extend(attribute(tag, "name").map(|name| (name, chosen(options))));
        }
        rest = after;
    }
    out
}

fn input(tag: &str) -> Option<(String, String)> {
    let kind = attribute(tag, "type").unwrap_or_default();
    let ticked = tag.contains(" checked");
    let sent = match kind.as_str() {
        "checkbox" | "radio" => ticked,
        "submit" | "button" | "file" | "image" | "reset" => false,
        _ => true,
    };
    let disabled = tag.contains(" disabled");
    (sent && !disabled).then_some(())?;
    let fallback = if ticked { "on" } else { "" };
    Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_else(|| fallback.to_owned())))
}

fn chosen(options: &str) -> String {
    let marked =
        options.split("<option").skip(1).find(|o| o.split('>').next().is_some_and(|tag| tag.contains(" selected")));
    let option = marked.or_else(|| options.split("<option").nth(1)).unwrap_or_default();
    attribute(option.split('>').next().unwrap_or_default(), "value").unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let wanted = format!(" {name}=\"");
    let rest = tag.get(tag.find(&wanted)? + wanted.len()..)?;
    rest.get(..rest.find('"')?).map(unescape)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_sends_it() {
        let page = "<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"key\" value=\"k&amp;1\"><input type=\"checkbox\" name=\"off\">\
            <input type=\"radio\" name=\"t\" value=\"1\"><input type=\"radio\" name=\"t\" value=\"2\" checked>\
            <select name=\"s\"><option value=\"x\">X</option><option value=\"y\" selected>Y</option></select><textarea name=\"n\">A &lt; B</textarea></form>";
        let form = PageForm::find(page, "/a").unwrap();
        let expected = [("key", "k&1"), ("t", "2"), ("s", "y"), ("n", "A < B")];
        assert_eq!(form.fields, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert!(PageForm::find(page, "/b").is_err());
    }
}
