//! Writes what the window is built from out of the Rust types: the TypeScript of every type that crosses over, the
//! commands by name, and the permissions of the window. Run with `CASEBOOK_WRITE_BINDINGS=1` it writes them; otherwise
//! it compares, so that a changed type with a forgotten binding fails the build.

use crate::assessments::{AssessmentForm, AssessmentView, SignAssessmentRequest};
use crate::audit::{AuditRequest, AuditView};
use crate::backups::{
    BackupsView, RestorableRequest, RestorableView, RestoreRequest, RestoredView,
};
use crate::care::{
    CareView, RecordAllergiesRequest, RecordDiagnosesRequest, RecordMedicinesRequest,
};
use crate::cases::api::{AddCaseRequest, CaseRequest, ChangeCaseRequest, DiscardDraftRequest};
use crate::cases::{CaseRow, CaseView, CaseloadRequest, CaseloadView};
use crate::contacts::{SessionsView, SignSessionRequest};
use crate::error::ErrorView;
use crate::formulations::api::{
    CompareFormulationsRequest, FormulationRequest, SettleFormulationRequest,
};
use crate::formulations::{ComparisonView, FormulationView, SignFormulationRequest};
use crate::friends_and_family::{
    AddFriendsAndFamilyCardsRequest, FriendsAndFamilyCardsView, FriendsAndFamilyForm,
    FriendsAndFamilyRequest, FriendsAndFamilyView,
};
use crate::goals::{GoalsView, RateGoalRequest, SignGoalRequest};
use crate::instruments::ScoredView;
use crate::letters::api::{
    BlankSheetRequest, ComposeLetterRequest, LetterRequest, PreviewLetterRequest, SignLetterRequest,
};
use crate::letters::{ComposedLetter, LetterRow, LetterText, RecordSendingRequest};
use crate::measures::{
    MeasuresView, RecordMeasureRequest, RespondToSafetyAnswerRequest, ScoreMeasureRequest,
};
use crate::pathway::{
    PathwayView, RecordPathwayRequest, SignMdtDecisionRequest, SignPathwayReviewRequest,
};
use crate::patients::api::{
    ChangePatientRequest, CheckPatientRequest, FindPatientsRequest, PatientRequest,
    RegisterPatientRequest,
};
use crate::patients::{PatientCheckView, PatientRow, PatientView};
use crate::preferences::Preferences;
use crate::reasons::{OpenWithReasonRequest, ReasonRuleView, SetReasonRuleRequest};
use crate::record::{DraftSaved, DraftView, SaveDraftRequest, VerifyRequest, VerifyView};
use crate::risk::{RiskCheckView, RiskNoteForm, RiskView, SignRiskNoteRequest};
use crate::safety_plans::{SafetyPlanView, SignSafetyPlanRequest};
use crate::schedules::{MeasureScheduleView, SetMeasureScheduleRequest};
use crate::search::{SearchRequest, SearchView};
use crate::severity::{RateSeverityRequest, SeverityView};
use crate::signed::WithdrawRequest;
use crate::sittings::{
    AnswerItemRequest, CaseSittingsView, HandOverRequest, HandedBackView, RecordSittingRequest,
    RespondToSittingRequest, SittingView, TakeBackRequest, TakenBackView,
};
use crate::store::work::WorkView;
use crate::submissions::{
    CountersignRequest, CountersignersView, ReturnSubmissionRequest, SubmissionView,
};
use crate::supervision::{
    AgreeSupervisionLogRequest, CaseDiscussion, CaseloadReviewRequest, CaseloadReviewView,
    CloseSupervisionActionRequest, ReturnSupervisionLogRequest, SignSupervisionLogRequest,
    SupervisionLogRequest, SupervisionLogView, SupervisionView, WithdrawSupervisionLogRequest,
};
use crate::today::{LeftBehindView, TodayRequest, TodayView};
use crate::trust_data::{
    LoadTrustDataRequest, TrustDataCheckView, TrustDataView, WithdrawTrustDataRequest,
};
use crate::users::{
    AcceptInvitationRequest, AccountRequest, ChangePassphraseRequest, ChangeUserRequest,
    CheckPassphraseRequest, ConfirmRecoveryKeyRequest, CoveredView, InvitationView,
    InviteAgainRequest, InviteUserRequest, NewRecoveryKeyRequest, NewUser, PassphraseView,
    RecoverySheetRequest, RegisterStateView, ResetPassphraseRequest, ResumeRequest, SessionView,
    SetDeputyRequest, SetPinRequest, SetUpView, UnlockRequest, UserView,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use ts_rs::{Config, TS, TypeVisitor};

/// The screens' formatter breaks lines longer than this.
const WIDTH: usize = 110;

/// Types of the shell itself, which stands above the core.
const OF_THE_SHELL: [(&str, &str); 3] = [
    (
        "SavedFileView",
        "/** Where a file was saved. */\n\
         export type SavedFileView = {\n  /** The file; absent if the dialog was cancelled. */\n  path: string | null;\n};\n",
    ),
    (
        "SaveLetterPdfRequest",
        "/** A signed letter, of which a copy is to be saved. */\n\
         export type SaveLetterPdfRequest = {\n  /** The letter. */\n  letter_id: RecordId;\n};\n",
    ),
    (
        "SavedPdfView",
        "/** Where a copy was saved. */\n\
         export type SavedPdfView = {\n  /** The file; absent if the dialog was cancelled. */\n  path: string | null;\n};\n",
    ),
];

/// Collects the declarations of a type and of all that it is made of.
struct Collected {
    config: Config,
    types: BTreeMap<String, String>,
}

impl TypeVisitor for Collected {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let name = T::name(&self.config);
        // `Array<…>`, `… | null` and `string` are spelt where they stand; only a name of ours is declared.
        let ours = name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric);
        if !ours || self.types.contains_key(&name) || T::inline(&self.config) == name {
            return;
        }
        let docs = T::docs().map(|d| comment(&d, "")).unwrap_or_default();
        let declared = declaration(&T::decl(&self.config));
        self.types.insert(name, format!("{docs}{declared}"));
        T::visit_dependencies(self);
    }
}

macro_rules! collect {
    ($into:expr; $($type:ty),* $(,)?) => { $($into.visit::<$type>();)* };
}

fn collected() -> BTreeMap<String, String> {
    let mut all = Collected {
        config: Config::new().with_large_int("number"),
        types: BTreeMap::new(),
    };
    collect![all;
        ErrorView,
        AddCaseRequest, CaseRequest, CaseView, CaseloadRequest, CaseloadView, ChangeCaseRequest,
        ChangePassphraseRequest, ChangePatientRequest, ChangeUserRequest, CheckPassphraseRequest,
        BlankSheetRequest, CheckPatientRequest, CompareFormulationsRequest, ComparisonView, ComposeLetterRequest, ComposedLetter,
        ConfirmRecoveryKeyRequest, DiscardDraftRequest, DraftSaved, DraftView, FindPatientsRequest,
        FormulationRequest, FormulationView, LetterRequest, LetterRow, NewUser, PassphraseView, PatientCheckView,
        PatientRequest, PatientRow, PatientView, Preferences, PreviewLetterRequest, RegisterPatientRequest,
        RegisterStateView, ResetPassphraseRequest, SaveDraftRequest, SessionView, SetUpView,
        SettleFormulationRequest, SignFormulationRequest, SignLetterRequest, UnlockRequest, UserView, VerifyView,
        CoveredView, ResumeRequest, SetPinRequest,
        WithdrawRequest, AssessmentForm, AssessmentView, SignAssessmentRequest, CareView, RecordAllergiesRequest,
        RecordDiagnosesRequest, RecordMedicinesRequest, MeasuresView, RecordMeasureRequest,
        RespondToSafetyAnswerRequest, ScoreMeasureRequest, ScoredView, RiskCheckView, RiskNoteForm, RiskView,
        SignRiskNoteRequest, SafetyPlanView, SignSafetyPlanRequest, RateSeverityRequest, SeverityView, TodayRequest,
        TodayView, LetterText, RecordSendingRequest, SessionsView, SignSessionRequest, GoalsView, SignGoalRequest,
        RateGoalRequest, PathwayView, RecordPathwayRequest, SignPathwayReviewRequest, SignMdtDecisionRequest,
        CountersignersView, CountersignRequest, ReturnSubmissionRequest, SubmissionView, SupervisionView,
        SupervisionLogRequest, SupervisionLogView, SignSupervisionLogRequest, AgreeSupervisionLogRequest,
        ReturnSupervisionLogRequest, WithdrawSupervisionLogRequest, CloseSupervisionActionRequest,
        CaseloadReviewRequest, CaseloadReviewView, CaseDiscussion, SearchRequest, SearchView,
        AnswerItemRequest, CaseSittingsView, HandOverRequest, HandedBackView, RecordSittingRequest, RespondToSittingRequest,
        SittingView, TakeBackRequest, TakenBackView,
        AccountRequest, LeftBehindView, MeasureScheduleView, SetMeasureScheduleRequest,
        AddFriendsAndFamilyCardsRequest, FriendsAndFamilyCardsView, FriendsAndFamilyForm,
        FriendsAndFamilyRequest, FriendsAndFamilyView,
        SetDeputyRequest, TrustDataView, TrustDataCheckView, LoadTrustDataRequest, WithdrawTrustDataRequest,
        NewRecoveryKeyRequest, RecoverySheetRequest, VerifyRequest, WorkView, AcceptInvitationRequest, InvitationView, InviteAgainRequest, InviteUserRequest, AuditRequest, AuditView, CaseRow, OpenWithReasonRequest, ReasonRuleView, SetReasonRuleRequest, BackupsView, RestorableRequest,
        RestorableView, RestoreRequest, RestoredView,
    ];
    for (name, text) in OF_THE_SHELL {
        all.types.insert(name.to_owned(), text.to_owned());
    }
    all.types
}

/// A comment as the formatter leaves it: its lines, indented.
fn comment(docs: &str, indent: &str) -> String {
    let inner = docs.trim().trim_start_matches("/**").trim_end_matches("*/");
    let lines: Vec<&str> = inner
        .lines()
        .map(|l| l.trim().trim_start_matches('*').trim())
        .collect();
    let text: Vec<&str> = lines.into_iter().filter(|l| !l.is_empty()).collect();
    match text.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        many => {
            let body: String = many.iter().map(|l| format!("{indent} * {l}\n")).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// Splits at the commas, or bars, that stand outside every bracket.
fn split(text: &str, at: char) -> Vec<String> {
    let (mut parts, mut part, mut depth, mut quoted) = (Vec::new(), String::new(), 0_i32, false);
    let mut before = ' ';
    let mut in_comment = false;
    for letter in text.chars() {
        if before == '/' && letter == '*' {
            in_comment = true;
        } else if before == '*' && letter == '/' {
            in_comment = false;
        } else if !in_comment {
            match letter {
                '"' => quoted = !quoted,
                '{' | '[' | '<' | '(' if !quoted => depth += 1,
                '}' | ']' | '>' | ')' if !quoted => depth -= 1,
                _ => {}
            }
        }
        before = letter;
        if letter == at && depth == 0 && !quoted && !in_comment {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(letter);
        }
    }
    parts.push(part);
    parts
        .into_iter()
        .map(|p| p.trim().to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

/// `type A = { b: string, };` as the screens write it: a field a line, or the words of an enumeration.
fn declaration(decl: &str) -> String {
    let decl = decl
        .trim()
        .trim_start_matches("type ")
        .trim_end_matches(';');
    let (name, body) = decl.split_once('=').unwrap();
    let (name, body) = (name.trim(), body.trim());
    if let Some(fields) = body.strip_prefix('{').and_then(|b| b.strip_suffix('}')) {
        let mut text = format!("export type {name} = {{\n");
        for field in split(fields, ',') {
            let (docs, field) = field.rsplit_once("*/").unwrap_or(("", &field));
            text += &comment(docs, "  ");
            let (field, of) = field.trim().split_once(':').unwrap();
            writeln!(text, "  {}: {};", field.trim(), spelt(of.trim())).unwrap();
        }
        return text + "};\n";
    }
    let words: Vec<String> = split(body, '|').iter().map(|word| spelt(word)).collect();
    let line = format!("export type {name} = {};\n", words.join(" | "));
    if line.trim_end().len() <= WIDTH {
        return line;
    }
    // As the screens' formatter breaks it: on a line of its own where it fits.
    let words_in_a_line = format!("  {};", words.join(" | "));
    if words_in_a_line.len() <= WIDTH {
        return format!("export type {name} =\n{words_in_a_line}\n");
    }
    format!("export type {name} =\n  | {};\n", words.join("\n  | "))
}

/// A type's name in the screens' quotes. A map that Rust sends has no key without its value, so its plain name will do.
fn spelt(of: &str) -> String {
    of.replace('"', "'")
        .replace("{ [key in string]?: string }", "Record<string, string>")
}

/// One line of `commands.list`.
struct Command {
    name: String,
    request: Option<String>,
    view: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

fn commands(list: &str) -> Vec<Command> {
    let lines = list
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let (call, view) = line.split_once("->").unwrap();
            let (name, request) = call.trim().trim_end_matches(')').split_once('(').unwrap();
            Command {
                name: name.to_owned(),
                request: (!request.is_empty()).then(|| request.to_owned()),
                view: view.trim().to_owned(),
            }
        })
        .collect()
}

/// The type that a view names, without its brackets; `None` for what TypeScript has of its own.
fn named(view: &str) -> Option<&str> {
    let name = view.trim_end_matches("[]");
    (!matches!(name, "null" | "ArrayBuffer")).then_some(name)
}

fn typescript_types(types: &BTreeMap<String, String>) -> String {
    let mut text = String::from("// Written from the Rust types. Do not edit.\n");
    for declared in types.values() {
        text.push('\n');
        text.push_str(declared);
    }
    text
}

fn typescript_commands(commands: &[Command]) -> String {
    let mut text = String::from("// Written from the Rust types. Do not edit.\n\nimport type {\n");
    let used: BTreeSet<&str> = commands
        .iter()
        .flat_map(|c| c.request.as_deref().into_iter().chain(named(&c.view)))
        .collect();
    for name in used {
        writeln!(text, "  {name},").unwrap();
    }
    text += "} from './types';\n\nexport interface Commands {\n";
    for Command {
        name,
        request,
        view,
    } in commands
    {
        let request = request.as_deref().unwrap_or("null");
        let view = view
            .strip_suffix("[]")
            .map_or_else(|| view.clone(), |of| format!("Array<{of}>"));
        writeln!(text, "  {name}: {{ request: {request}; view: {view} }};").unwrap();
    }
    text += "}\n\nexport const commandNames = [\n";
    for command in commands {
        writeln!(text, "  '{}',", command.name).unwrap();
    }
    text + "] as const satisfies ReadonlyArray<keyof Commands>;\n"
}

fn capability(commands: &[Command]) -> String {
    let permissions: Vec<String> = commands
        .iter()
        .map(|c| format!("    \"allow-{}\"", c.name.replace('_', "-")))
        .collect();
    format!(
        "{{\n  \"identifier\": \"main\",\n  \"windows\": [\"main\"],\n  \"permissions\": [\n{}\n  ]\n}}\n",
        permissions.join(",\n")
    )
}

#[test]
fn bindings_are_up_to_date() {
    let list = std::fs::read_to_string(root().join("src-tauri/commands.list")).unwrap();
    let (types, commands) = (collected(), commands(&list));
    for command in &commands {
        for name in command
            .request
            .as_deref()
            .into_iter()
            .chain(named(&command.view))
        {
            assert!(
                types.contains_key(name),
                "{} names {name}, which is not collected above",
                command.name
            );
        }
    }
    let mut stale = Vec::new();
    for (path, text) in [
        ("ui/src/ipc/types.ts", typescript_types(&types)),
        ("ui/src/ipc/commands.ts", typescript_commands(&commands)),
        ("src-tauri/capabilities/main.json", capability(&commands)),
    ] {
        let file = root().join(path);
        if std::env::var_os("CASEBOOK_WRITE_BINDINGS").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        } else if std::fs::read_to_string(&file).unwrap_or_default() != text {
            stale.push(path);
        }
    }
    assert!(
        stale.is_empty(),
        "out of date: {}; run `cargo xtask bindings`",
        stale.join(", ")
    );
}

#[test]
fn every_type_that_is_used_is_declared() {
    let types = collected();
    for (name, text) in &types {
        let code: String = text
            .lines()
            .filter(|l| !l.trim_start().starts_with(['*', '/']))
            .collect();
        for word in code
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.starts_with(char::is_uppercase))
        {
            assert!(
                types.contains_key(word)
                    || ["Array", "Record"].contains(&word)
                    || code.contains(&format!("'{word}'")),
                "{name} uses {word}"
            );
        }
    }
}
