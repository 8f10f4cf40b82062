"""Words: relationships, flags, concerns and conditions as the hub's own lists have them."""

import pytest

from mash.vocabulary import FlagKind

CONTRACT_WORDS = [
    *("mother", "father", "parent", "step-parent", "child", "sibling", "half-sibling", "partner", "ex-partner"),
    *("grandparent", "aunt or uncle", "cousin", "carer", "friend", "associate", "other"),
]


@pytest.mark.parametrize("word", CONTRACT_WORDS)
def test_a_word_of_the_contracts_stands_also_as_social_care_writes_it(clean, word):
    assert clean("relationship_word", word) == word
    assert clean("relationship_word", f"{word} of") == word
    assert clean("relationship_word", f" {word.upper()} ") == word


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("Mum", "mother", id="mum"),
        pytest.param("is the father of", "father", id="a sentence"),
        pytest.param("daughter", "child", id="daughter"),
        pytest.param("Step Father", "step-parent", id="step father"),
        pytest.param("mother's boyfriend", "step-parent", id="a parent's partner"),
        pytest.param("wife", "partner", id="wife"),
        pytest.param("ex-husband", "ex-partner", id="ex-husband"),
        pytest.param("cohabitant", "partner", id="cohabitant"),
        pytest.param("half brother", "half-sibling", id="half brother"),
        pytest.param("Maternal Grandmother", "grandparent", id="maternal grandmother"),
        pytest.param("granddaughter", "grandchild", id="granddaughter"),
        pytest.param("Auntie", "aunt or uncle", id="auntie"),
        pytest.param("nephew", "niece or nephew", id="nephew"),
        pytest.param("foster carer", "carer", id="foster carer"),
        pytest.param("family", "family", id="family"),
        pytest.param("Co-Defendant", "co-defendant", id="co-defendant"),
        pytest.param("family friend", "friend", id="family friend"),
        pytest.param("dog walker", "other", id="a word of no list"),
        pytest.param("", None, id="nothing"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_relationship_is_one_word(clean, given, expected):
    assert clean("relationship_word", given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("cohabitant", True), ("lives with", True), ("partner", None), (None, None)],
)
def test_a_word_may_say_that_two_live_together_but_never_that_they_do_not(clean, given, expected):
    assert clean("says_lives_together", given) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("mother", "F"),
        ("step-father", "M"),
        ("Maternal grandmother", "F"),
        ("uncle", "M"),
        ("parent", None),
        ("aunt or uncle", None),
        ("mother's boyfriend", "M"),
        ("mother's partner", None),
        ("grandson", "M"),
        ("step-daughter", "F"),
        (None, None),
    ],
)
def test_a_relationship_may_tell_a_sex(clean, given, expected):
    assert clean("sex_of_relationship", given) == expected


@pytest.mark.parametrize(
    ("scheme", "category", "level", "expected"),
    [
        pytest.param("VISOR", None, None, FlagKind.SEXUAL_OFFENDER, id="ViSOR"),
        pytest.param("RSO", None, None, FlagKind.SEXUAL_OFFENDER, id="a registered sexual offender"),
        pytest.param("SHPO", None, None, FlagKind.SEXUAL_OFFENDER, id="a sexual harm prevention order"),
        pytest.param("MAPPA", "1", "2", FlagKind.SEXUAL_OFFENDER, id="MAPPA category 1"),
        pytest.param("MAPPA", "Cat 1", None, FlagKind.SEXUAL_OFFENDER, id="MAPPA category 1 in words"),
        pytest.param("MAPPA", "2", "1", FlagKind.VIOLENCE, id="MAPPA category 2 at level 1"),
        pytest.param("MAPPA", "3", None, FlagKind.VIOLENCE, id="MAPPA category 3"),
        pytest.param("MAPPA", "4", None, FlagKind.OTHER, id="MAPPA category 4"),
        pytest.param("MAPPA", None, "1", FlagKind.OTHER, id="MAPPA without its category"),
        pytest.param("PPRC", None, None, FlagKind.RISK_TO_CHILDREN, id="a person posing a risk to children"),
        pytest.param("RISK_TO_CHILDREN", None, None, FlagKind.RISK_TO_CHILDREN, id="risk to children"),
        pytest.param("Risk to children", None, None, FlagKind.RISK_TO_CHILDREN, id="risk to children in words"),
        pytest.param("CSE", None, None, FlagKind.RISK_TO_CHILDREN, id="child sexual exploitation"),
        pytest.param("VIOLENCE", None, None, FlagKind.VIOLENCE, id="violence"),
        pytest.param("ROSH", None, "very high", FlagKind.VIOLENCE, id="a very high risk of serious harm"),
        pytest.param("ROSH", None, "Low", FlagKind.OTHER, id="a low risk of serious harm"),
        pytest.param("DV", None, None, FlagKind.DOMESTIC_ABUSE, id="domestic violence"),
        pytest.param("DOMESTIC_ABUSE", None, None, FlagKind.DOMESTIC_ABUSE, id="domestic abuse"),
        pytest.param("DRUGS", None, None, FlagKind.DRUGS, id="drugs"),
        pytest.param("WARNING", None, None, FlagKind.OTHER, id="a scheme of no list"),
    ],
)
def test_a_scheme_says_one_kind_of_thing(clean, scheme, category, level, expected):
    assert clean("flag_kind", scheme, category, level) == expected.value


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        pytest.param("Rape of a female child under 13", "SAB", id="rape of a child"),
        pytest.param("SEXUAL ASSAULT ON A BOY", "SAB", id="sexual assault on a boy"),
        pytest.param("child sexual abuse allegation", "SAB", id="an allegation of sexual abuse"),
        pytest.param("Sexual activity with a child", "SAB", id="sexual activity"),
        pytest.param("Rape of a female aged 16 and over", None, id="rape of an adult"),
        pytest.param("Neglect of a child", "NEG", id="neglect"),
        pytest.param("Cruelty to children", "PHY", id="cruelty"),
        pytest.param("Assault on child", "PHY", id="assault on a child"),
        pytest.param("Common assault", None, id="assault on nobody in particular"),
        pytest.param("DOMESTIC - verbal argument", "DA", id="a verbal domestic"),
        pytest.param("Emotional abuse", "EMO", id="emotional abuse"),
        pytest.param("neg", "NEG", id="a code of the census"),
        pytest.param("Theft from a motor vehicle", None, id="theft"),
        pytest.param(None, None, id="null"),
    ],
)
def test_the_words_of_an_occurrence_amount_to_a_concern(clean, category, expected):
    assert clean("concern_of", category) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("Not to have unsupervised contact with any child under 16", True, id="no unsupervised contact"),
        pytest.param("no contact with children", True, id="the contract's example"),
        pytest.param("Not to reside in the same household as any person under the age of 18", True, id="residence"),
        pytest.param("Not to approach any school or nursery", True, id="schools"),
        pytest.param("Not to contact the victim", False, id="the victim"),
        pytest.param("To attend a course on contact with children", False, id="no prohibition"),
        pytest.param("To reside as approved", False, id="residence as approved"),
    ],
)
def test_a_licence_condition_may_keep_an_offender_from_children(clean, condition, expected):
    assert clean("forbids_contact_with_children", condition) is expected


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        pytest.param("missing person", True, id="a missing person"),
        pytest.param("MISPER - medium risk", True, id="misper"),
        pytest.param("Missing from care", True, id="from care"),
        pytest.param("Child absent from placement", True, id="absent from placement"),
        pytest.param("Missing property", False, id="a thing"),
        pytest.param("Theft", False, id="theft"),
        pytest.param(None, False, id="null"),
    ],
)
def test_the_words_of_an_occurrence_may_say_that_somebody_was_missing(clean, category, expected):
    assert clean("says_missing", category) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("Attend the Building Better Relationships programme", "programme", id="attend"),
        pytest.param("BBR: refused", "programme refused", id="refused"),
        pytest.param("Building Choices, did not start", "programme refused", id="not started"),
        pytest.param("Domestic abuse perpetrator group", "programme", id="in plain words"),
        pytest.param("Removed from Caring Dads", "programme refused", id="removed"),
        pytest.param("Thinking skills programme", None, id="another programme"),
        pytest.param("No contact with children", None, id="no programme"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_licence_condition_may_name_a_programme_for_those_who_abuse_a_partner(clean, condition, expected):
    assert clean("programme_of", condition) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("green", "GREEN"), (" Amber ", "AMBER"), ("R", "RED"), ("blue", "GREEN"), ("L3", None), (None, None)],
)
def test_a_rating_is_red_amber_green_or_none(clean, given, expected):
    assert clean("clean_colour", given) == expected


@pytest.mark.parametrize(("given", "expected"), [("m", "M"), ("Female", "F"), ("U", None), ("", None), (None, None)])
def test_sex_is_known_or_null(clean, given, expected):
    assert clean("clean_sex", given) == expected
