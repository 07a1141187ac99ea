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
EMA_2004 = Source(
    key="ema-2004",
    text="European Medicines Agency, CHMP. Guideline on clinical investigation of medicinal products "
    "indicated for the treatment of psoriasis, 2004, as quoted by CDISC.",
    read=False,
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

# Infusion and safety
NCT03424629 = Source(
    key="nct03424629",
    text="Registry record NCT03424629: UC-MSCs in psoriasis, infusions at weeks 0, 1, 2, 3, 5 and 7.",
    url="https://inclinicaltrials.com/moderate-and-severe-plaque-psoriasis/NCT03424629",
)
RYONCIL_LABEL = Source(
    key="ryoncil-label",
    text="Ryoncil (remestemcel-L) dosage: cells per kg of body weight, at least 3 days apart.",
    url="https://www.drugs.com/dosage/ryoncil.html",
)
SWOG_38 = Source(
    key="swog-policy-38",
    text="SWOG policy 38, dosing principles: ideal body weight after Devine, as quoted in teaching slides.",
    url="https://slideplayer.com/slide/13350280/",
    read=False,
)
DMSO_REVIEW = Source(
    key="dmso-msc-review",
    text="Review of dimethyl sulfoxide in mesenchymal stromal cell products, PMC12362920: 1 g per kg per "
    "day as typically accepted in haematopoietic stem cell transplantation.",
    url="https://pmc.ncbi.nlm.nih.gov/articles/PMC12362920/",
)
EBMT_DMSO = Source(
    key="ebmt-dmso-survey",
    text="EBMT survey of the use of dimethyl sulfoxide in stem cell transplantation: guidelines do not exist.",
    url="https://www.nature.com/articles/1705100",
)
CTCAE_5 = Source(
    key="ctcae-5",
    text="Common Terminology Criteria for Adverse Events (CTCAE) version 5.0, 2017-11-27, as quoted by "
    "public grading tables.",
    url="https://pmc.ncbi.nlm.nih.gov/articles/PMC8451955/table/T2",
    read=False,
)
CTCAE_6_LIST = Source(
    key="ctcae-6-list",
    text="CTCAE version 6.0 list with its notes on changes; fever differs from version 5.0 in a "
    "navigational note only.",
    read=True,
)

# Eligibility
SDTM_TI = Source(
    key="sdtm-ti",
    text="CDISC SDTM implementation guide 3.4, trial inclusion/exclusion criteria (TI): IETESTCD, IETEST, "
    "IECAT, TIRL, TIVERS.",
    url="https://mycsg.in/meta_sdtm_var_master.php?domain=TI&igversion=ig3.4",
)
SDTM_IE = Source(
    key="sdtm-ie",
    text="CDISC SDTM, assumptions on inclusion/exclusion criteria not met (IE): exceptions only, later "
    "violations go to DV.",
    url="https://wiki-test.cdisc.org/pages/viewpage.action?pageId=179328211",
)
CONSORT_TRIALS = Source(
    key="consort-2011",
    text="Trials 2011;12:253, table 3: reporting of people assessed, excluded and enrolled (CONSORT).",
    url="https://trialsjournal.biomedcentral.com/articles/10.1186/1745-6215-12-253/tables/3",
)
POSTGRESQL_LOGIC = Source(
    key="postgresql-logic",
    text="PostgreSQL 12, section 9.1, logical operators: the tables of three-valued logic.",
    url="https://www.postgresql.org/docs/12/functions-logical.html",
)
