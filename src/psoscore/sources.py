"""Every citation that a rule of psoscore rests on, once, as a constant."""

from __future__ import annotations

from psoscore.provenance import Source

FREDRIKSSON_1978 = Source(
    key="fredriksson-1978",
    text="Fredriksson T, Pettersson U. Severe psoriasis: oral therapy with a new retinoid. "
    "Dermatologica 1978;157:238-244.",
    doi="10.1159/000250839",
    read=False,
)
FELDMAN_2005 = Source(
    key="feldman-2005",
    text="Feldman SR, Krueger GG. Psoriasis assessment tools in clinical trials. "
    "Ann Rheum Dis 2005;64 Suppl 2:ii65-ii68, table 1.",
    doi="10.1136/ard.2004.031237",
)
CDISC_PASI_FREDRIKSSON = Source(
    key="cdisc-pasi-fredriksson",
    text="CDISC COSMoS, biomedical concepts and SDTM specialisations of PASI FREDRIKSSON "
    "(C191040), release 2026-07-14.",
    url="https://github.com/cdisc-org/COSMoS",
)
CDISC_CT_2025 = Source(
    key="cdisc-ct-2025-03-25",
    text="CDISC SDTM controlled terminology 2025-03-25: PASI02TC C179936, PASI03TC C190934, "
    "PASI04TC C190936, PASI05TC C190938, DLQI1TC C119070.",
    url="https://www.cdisc.org/standards/terminology/controlled-terminology",
)
FINLAY_1994 = Source(
    key="finlay-1994",
    text="Finlay AY, Khan GK. Dermatology Life Quality Index (DLQI): a simple practical measure "
    "for routine clinical use. Clin Exp Dermatol 1994;19:210-216.",
    doi="10.1111/j.1365-2230.1994.tb01167.x",
    read=False,
)
CARDIFF_DLQI = Source(
    key="cardiff-dlqi",
    text="Cardiff University, Department of Dermatology. DLQI: instructions for use and scoring, "
    "as quoted by implementations that follow it.",
    url="https://www.cardiff.ac.uk/medicine/resources/quality-of-life-questionnaires",
    read=False,
)
HONGBO_2005 = Source(
    key="hongbo-2005",
    text="Hongbo Y, Thomas CL, Harrison MA, Salek MS, Finlay AY. Translating the science of quality "
    "of life into practice: what do Dermatology Life Quality Index scores mean? "
    "J Invest Dermatol 2005;125:659-664.",
    doi="10.1111/j.0022-202X.2005.23621.x",
)
RENCZ_2018 = Source(
    key="rencz-2018",
    text="Rencz F, Gulacsi L, Pentek M, Poor AK, Sardy M, Hollo P, Szegedi A, Remenyik E, Brodszky V. "
    "Proposal of a new scoring formula for the Dermatology Life Quality Index in psoriasis. "
    "Br J Dermatol 2018;179:1102-1108.",
    doi="10.1111/bjd.16927",
    read=False,
)
NCT02491658 = Source(
    key="nct02491658",
    text="Safety and efficacy of UC-MSCs in patients with psoriasis vulgaris. Registry record NCT02491658.",
    url="https://clinicaltrials.gov/study/NCT02491658",
)
PSOSCORE = Source(
    key="psoscore-design",
    text="A choice of this library between sources or where none speaks; argued on the "
    "documentation page 'Choices between sources'.",
    url="docs/explanation/choices-between-sources.md",
)

# Change and response
NCT02474082 = Source(
    key="nct02474082",
    text="Registry record NCT02474082, outcome measures: PASI 75 as an improvement of at least 75 %.",
    url="https://clinicaltrials.gov/study/NCT02474082",
)
