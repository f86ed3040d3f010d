//! How long what was said is kept.

use leptos::prelude::*;

use super::policy::{RETENTION_DAYS, hint};
use crate::text::a;
use crate::views::form::{TextField, Wrong};
use crate::views::radio::Radios;

/// Whether something is deleted then that was kept before; none is for ever.
pub fn deletes_more(before: Option<u32>, after: Option<u32>) -> bool {
    after.is_some_and(|after| before.is_none_or(|before| after < before))
}

#[component]
pub fn Retention(
    is_limited: RwSignal<bool>,
    days: RwSignal<String>,
    wrong: RwSignal<Wrong>,
) -> impl IntoView {
    let choices = [
        (false, a().retention_never, a().retention_never_note, "retention-never"),
        (true, a().retention_some, a().retention_some_note, "retention-some"),
    ];
    let hint = hint(RETENTION_DAYS, a().retention_note);
    view! {
        <fieldset class="group" data-testid="policy-retention">
            <Radios legend=a().retention group="retention" choices chosen=is_limited/>
            {move || is_limited.get().then(|| view! {
                <TextField name="retention_days" label=a().retention_days value=days wrong
                    within=RETENTION_DAYS hint=hint.clone()/>
            })}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::deletes_more;

    #[test]
    fn one_is_asked_before_more_is_deleted() {
        assert!(deletes_more(None, Some(365)) && deletes_more(Some(365), Some(90)));
        assert!(!deletes_more(Some(90), Some(365)) && !deletes_more(Some(90), Some(90)));
        assert!(!deletes_more(Some(90), None) && !deletes_more(None, None));
    }
}
