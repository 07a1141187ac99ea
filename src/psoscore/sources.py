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
CDISC_PASI_WORDS = Source(
    key="cdisc-pasi-words",
    text="CDISC, PASI supplement, review note: the responses of Fredriksson 1978, Feldman 2005 and the EMA "
    "guideline beside each other.",
    url="https://wiki-test.cdisc.org/pages/diffpages.action?originalId=153062009&pageId=153065082",
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
    text="EBMT survey of the use of dimethyl sulfoxide in stem cell transplantation: "
    "guidelines do not exist.",
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

# The family of psoriasis instruments
LEWIS_JONES_1995 = Source(
    key="lewis-jones-1995",
    text="Lewis-Jones MS, Finlay AY. The Children's Dermatology Life Quality Index (CDLQI): initial "
    "validation and practical use. Br J Dermatol 1995;132:942-949.",
    doi="10.1111/j.1365-2133.1995.tb16953.x",
    read=False,
)
CARDIFF_CDLQI = Source(
    key="cardiff-cdlqi",
    text="Children's Dermatology Life Quality Index: scoring and subscales, as DermNet and care-flow "
    "libraries give them after Cardiff University.",
    url="https://dermnetnz.org/topics/childrens-dermatology-life-quality-index-cdlqi",
    read=False,
)
WATERS_2010 = Source(
    key="waters-2010",
    text="Waters A, Sandhu D, Beattie P, Ezughah F, Lewis-Jones S. Severity stratification of Children's "
    "Dermatology Life Quality Index (CDLQI) scores. Br J Dermatol 2010;163 Suppl 1:121.",
    read=False,
)
THACI_2001 = Source(
    key="thaci-2001",
    text="Thaci D, 2001, Psoriasis Scalp Severity Index, as a clinical tool page of US Dermatology has it.",
    url="https://usdermed.com/clinical-tools/pssi",
    read=False,
)
PPASI_TOOL = Source(
    key="ppasi-tool",
    text="US Dermatology, clinical tools: Palmoplantar Psoriasis Area and Severity Index (PPASI).",
    url="https://usdermed.com/clinical-tools/ppasi",
)
BHUSHAN_2001 = Source(
    key="bhushan-2001",
    text="Bhushan M and others, 2001, Palmoplantar Pustular Psoriasis Area and Severity Index, as PMC7495329 "
    "quotes its range.",
    url="https://pmc.ncbi.nlm.nih.gov/articles/PMC7495329",
    read=False,
)
BURDEN_2022 = Source(
    key="burden-2022",
    text="Burden AD and others. Clinical disease measures in generalized pustular psoriasis. "
    "Am J Clin Dermatol 2022; captions of its figures.",
    doi="10.1007/s40257-021-00653-0",
    read=False,
)
GPPGA_PAGE = Source(
    key="gppga-page",
    text="How does the GPPGA work: erythema, pustules and scaling, and the bands of their mean.",
    url="https://gppga.legit.health/GPPGA/how-does-the-GPPGA-work",
)
RICH_2003 = Source(
    key="rich-2003",
    text="Rich P, Scher RK. Nail Psoriasis Severity Index: a useful tool for evaluation of nail psoriasis. "
    "J Am Acad Dermatol 2003;49:206-212.",
    doi="10.1067/s0190-9622(03)00910-1",
    read=False,
)
NAPSI_SHEET = Source(
    key="napsi-sheet",
    text="Sheet on nail psoriasis: any matrix sign and any bed sign in each quadrant, 0 to 8 for a nail.",
    url="https://mylog.co.il/Abbvie/rheumatology/16",
)
AKTAN_2007 = Source(
    key="aktan-2007",
    text="Aktan S, 2007. Interobserver reliability of the Nail Psoriasis Severity Index: totals of 0 to 160.",
    url="https://de.scribd.com/document/306288636/Interobserver-Reliability-of-the-Nail-Psoriasis-Severity-Index",
)
LOUDEN_2004 = Source(
    key="louden-2004",
    text="Louden BA and others. A Simplified Psoriasis Area Severity Index (SPASI) for rating psoriasis "
    "severity in clinic patients. Dermatol Online J 2004;10(2):7.",
    doi="10.5070/D318w9j736",
    url="https://escholarship.org/uc/item/18w9j736",
)
NCT03412747 = Source(
    key="nct03412747",
    text="Registry record NCT03412747, outcome measures: the five levels of the IGA mod 2011, and response.",
    url="https://trials.co/clinical-trials-details/-/NCT03412747",
)
WALSH_2013 = Source(
    key="walsh-2013",
    text="Walsh JA and others, 2013, product of the Physician Global Assessment and body surface area, "
    "as a longitudinal study of Chinese patients quotes it.",
    url="https://informahealthcare.com/doi/full/10.2147/PTT.S169333",
    read=False,
)
HANDPRINT_TEACHING = Source(
    key="handprint-teaching",
    text="PASI training: the patient's palms that make up each region, 10, 20, 30 and 40.",
    url="https://psoriasisfreetips.com/pasi-score-training/",
)
HANDPRINT_FAQ = Source(
    key="handprint-faq",
    text="Frequently asked questions on severity: a handprint, the fingers included, is 1 % of the body.",
    url="https://www.reddit.com/r/Psoriasis/wiki/faq-severity",
)
PALM_SHEET = Source(
    key="palm-sheet",
    text="PASI guideline of a clinical knowledge manager: the palm, excluding the fingers, is roughly 1 %.",
    url="https://development.cds-platform.com/ckm/clinical-knowledge-manager/demo/view/PASI_guideline/1?language=en",
)

# Severity schemes and treatment goals
FINLAY_2005 = Source(
    key="finlay-2005",
    text="Finlay AY. Current severe psoriasis and the rule of tens. Br J Dermatol 2005;152:861-867.",
    doi="10.1111/j.1365-2133.2005.06502.x",
)
MROWIETZ_2011 = Source(
    key="mrowietz-2011",
    text="Mrowietz U, Kragballe K, Reich K and others. Definition of treatment goals for moderate to severe "
    "psoriasis: a European consensus. Arch Dermatol Res 2011;303:1-10, abstract.",
    doi="10.1007/s00403-010-1080-1",
)
CHINESE_GUIDE = Source(
    key="chinese-guide",
    text="Chinese Medical Association, text on psoriasis: bands of body surface area, PASI and DLQI.",
    url="https://deeho.com/p/130185.html",
)
SPANISH_2021 = Source(
    key="spanish-2021",
    text="Spanish panel of experts, 2021, on mild and severe psoriasis: two of three of PASI, body surface "
    "area and sPGA, as its repository record gives it.",
    url="https://repositoriosalud.es/rest/api/core/item/28d42e8e-54c1-48ab-a654-41cb82ce061d/export/endnote",
)
NPF_SEVERITY = Source(
    key="npf-severity",
    text="National Psoriasis Foundation: mild below 3 %, moderate 3 to 10 %, severe above 10 % of the body.",
    url="http://www.canadianpsoriasisnetwork.com/psoriasis/severity/",
)
NICE_TA134 = Source(
    key="nice-ta134",
    text="National Institute for Health and Care Excellence, technology appraisal guidance TA134: very "
    "severe psoriasis, and adequate response.",
    url="https://www.nice.org.uk/guidance/ta134/chapter/1-guidance",
)
NICE_BIOLOGICS = Source(
    key="nice-biologics",
    text="National Institute for Health and Care Excellence, the usual criteria for biologics in psoriasis, "
    "known from the literature.",
    read=False,
)
ARMSTRONG_2017 = Source(
    key="armstrong-2017",
    text="Armstrong AW and others. From the Medical Board of the National Psoriasis Foundation: treatment "
    "targets for plaque psoriasis. J Am Acad Dermatol 2017, abstract.",
    url="https://www.jaad.org/article/S0190-9622(16)30909-4/abstract",
)

# Endpoints, analysis data sets and summaries
BASRA_2015 = Source(
    key="basra-2015",
    text="Basra MK, Salek MS, Camilleri L and others. Determining the minimal clinically important "
    "difference and responsiveness of the Dermatology Life Quality Index (DLQI): further data. "
    "Dermatology 2015; record of the repository.",
    doi="10.1159/000365390",
)
RELAPSE_TABLE = Source(
    key="relapse-table",
    text="BMC Dermatology 6:9, table 1: relapse, rebound and flare as the US National Psoriasis Foundation "
    "and the EMEA guideline define them.",
    url="http://www.biomedcentral.com/1471-5945/6/9/table/T1",
)
SUSTAINED_DATA = Source(
    key="sustained-response-data",
    text="VIS-SIG, Wonderful Wednesdays, 2021-04-14, Sustained Response: 'having achieved a response at a "
    "given visit, a patient then has that response at all subsequent visits'; data under CC0 1.0.",
    url="https://github.com/VIS-SIG/Wonderful-Wednesdays/tree/master/data/2021/2021-04-14",
)
NRI_DATA = Source(
    key="nri-data",
    text="VIS-SIG, Wonderful Wednesdays, 2020-03-11: PASI responses with a flag of non-responder imputation; "
    "every imputed row has no study day and is no response; median days of the visits are 7 w + 1.",
    url="https://github.com/VIS-SIG/Wonderful-Wednesdays/tree/master/data/2020/2020-03-11",
)
IMPUTATION_CHAPTER = Source(
    key="imputation-chapter",
    text="Thesis chapter on an analysis of Bio-CAPTURE: observed cases, last observation carried forward, "
    "non-responder imputation.",
    url="https://1library.co/article/m%C3%B3dulos-profesionales-t%C3%ADtulo-t%C3%A9cnico-carpinter%C3%ADa-mueble.q05d8r5g",
)
MODIFIED_NRI = Source(
    key="modified-nri",
    text="Modified non-responder imputation as trials of psoriasis use it, known from the literature; "
    "sponsors differ.",
    read=False,
)
ADAM_WINDOWS = Source(
    key="adam-windows",
    text="CDISC ADaM, analysis visit windows: AWTARGET, AWTDIFF, AWLO, AWHI, both edges inclusive, no day 0.",
    url="https://wiki-test.cdisc.org/pages/diffpages.action?originalId=179329771&pageId=179329924",
)
ADAM_STUDY_DAY = Source(
    key="adam-study-day",
    text="admiral, derive_var_ady: ADY is the date minus TRTSDT, plus one if it is not negative.",
    url="https://rdrr.io/github/epijim/admiral/man/derive_var_ady.html",
)
ADAM_CHANGE = Source(
    key="adam-change",
    text="admiralpeds issue 95 and admiralonco issue 194: change after baseline only, and no percent change "
    "from a baseline of 0.",
    url="https://github.com/pharmaverse/admiralonco/issues/194",
)
SAS_ROUNDING = Source(
    key="sas-rounding",
    text="pharmaverse blog, issue 249: SAS rounds halves away from zero.",
    url="https://github.com/pharmaverse/blog/issues/249",
)
BINOMIAL_INTERVALS = Source(
    key="binomial-intervals",
    text="Clopper CJ, Pearson ES, Biometrika 1934;26:404-413; Wilson EB, J Am Stat Assoc 1927;22:209-212; "
    "known from textbooks.",
    read=False,
)
