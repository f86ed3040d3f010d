//! Das Deutsch der Umfragen.

use super::poll_english::PollText;
use super::texts::of;

pub static GERMAN: PollText = PollText {
    poll: "Umfrage",
    slash_poll: "Etwas fragen, mit Antworten zur Auswahl",
    slash_how: "Setze die Frage und jede Antwort in Anführungszeichen: /poll \"Frage\" \"Antwort\" \"Antwort\"",
    question: "Frage",
    question_example: "Wo treffen wir uns?",
    answers: "Antworten",
    add_answer: "Antwort hinzufügen",
    remove_answer: "Diese Antwort entfernen",
    several: "Mehrere Antworten sind möglich",
    anonymous: "Anonym",
    anonymous_note: "Niemand sieht, wer was gewählt hat.",
    ends: "Endet",
    ends_by_hand: "Wenn jemand sie beendet",
    in_an_hour: "In einer Stunde",
    in_a_day: "In einem Tag",
    in_three_days: "In drei Tagen",
    in_a_week: "In einer Woche",
    ask: "Fragen",
    two_needed: "Es braucht mindestens zwei Antworten.",
    all_different: "Jede Antwort muss eine andere sein.",
    several_short: "Mehrere Antworten",
    ended: "Beendet",
    end_poll: "Umfrage beenden",
    who_voted: "Wer hat abgestimmt?",
    hide_names: "Namen ausblenden",
    take_back: "Meine Stimme zurücknehmen",
    answer: |number| format!("Antwort {number}"),
    votes: |count| of(count, "Stimme", "Stimmen"),
    voters: |count| {
        if count == 0 {
            "Noch keine Stimmen".to_owned()
        } else {
            of(count, "Person hat abgestimmt", "Personen haben abgestimmt")
        }
    },
    named: |names, more| if more == 0 { names.to_owned() } else { format!("{names} und {more} weitere") },
    ends_at: |when| format!("endet {when}"),
};
