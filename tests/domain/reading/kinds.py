"""Documents that are no résumés, and résumés that come near them; all people and firms are made up."""

from __future__ import annotations

_PROSE = (
    "The tide left the harbour slowly that evening, and nobody on the quay paid much attention to it. "
    "Fishermen mended their nets while children counted gulls along the wall. It had been an ordinary summer until "
    "then, with ordinary storms and the usual talk about prices. Later everyone would say that they had seen it coming."
)

OTHERS: dict[str, str] = {
    "invoice-en": """Harrowgate Stationers Ltd
12 Mill Lane, York
billing@harrowgate.example.com · +44 1904 496 0123
INVOICE No. 2231
Date: 3 March 2025
Description	Qty	Unit price	Amount
Copy paper A4	20	4.20	84.00
Ring binders	15	2.10	31.50
Fountain pens	3	22.00	66.00
Subtotal	181.50
VAT 20%	36.30
Total due	217.80
Payment terms: 30 days""",
    "invoice-de": """Malerbetrieb Sonnleitner
Rechnung 2025-118
Rechnungsdatum 14.05.2025
E-Mail: buero@sonnleitner.example.org, Tel. 089 5550199
Leistungszeitraum 02.05.2025 – 09.05.2025
Pos. 1	Fassade streichen	1.240,00 €
Pos. 2	Gerüst	380,00 €
Zwischensumme	1.620,00 €
MwSt. 19 %	307,80 €
Gesamtbetrag	1.927,80 €
Zahlbar innerhalb von 14 Tagen""",
    "invoice-ja": """請求書
株式会社あさひ文具
メール: keiri@asahi.example.org
品名	数量	単価	金額
封筒	10	120円	1,200円
便箋	5	300円	1,500円
小計 2,700円
消費税 270円
請求金額 2,970円
支払期限 2025年4月30日""",
    "statement-fr": """Banque du Littoral
Relevé de compte
Date	Libellé	Montant
02/01/2025	Loyer	-820,00
05/01/2025	Salaire	2 140,00
11/01/2025	Électricité	-96,40
19/01/2025	Marché	-54,15
Solde au 31/01/2025	1 169,45 €""",
    "contract-en": """Employment Agreement
between Larkspur Bakery Ltd (the "Employer") and Imogen Thackley (the "Employee"), imogen@thackley.example.org
1.1 Position
The Employee shall serve as Baker and shall report to the head of production at all times during the term.
1.2 Term
This Agreement begins on 1 April 2024 and continues until either of the parties ends it by written notice of a month.
2.1 Duties
The Employee shall perform the duties set out in Schedule A and such other duties as the Employer may assign.
2.2 Hours
Working hours are forty a week, to be performed between five in the morning and three in the afternoon.
3.1 Termination
Either party may terminate this Agreement for cause. Clause 2.2 shall survive the termination of the Agreement.
4.1 Governing law
This Agreement is governed by the laws of England.""",
    "contract-de": """Mietvertrag
zwischen Herrn Ottokar Brünn, nachfolgend Vermieter, und Frau Selma Tiefenthal, nachfolgend Mieter
Telefon: 0341 5550177
§ 1 Mietsache
Der Vermieter vermietet die Wohnung im zweiten Obergeschoss mit drei Zimmern, Küche und Bad an den Mieter.
§ 2 Mietzeit
Das Mietverhältnis beginnt am 1. Juli 2024 und läuft auf unbestimmte Zeit.
§ 3 Miete
Die monatliche Miete beträgt 840 Euro und ist am dritten Werktag eines Monats fällig.
§ 4 Kündigungsfrist
Die Kündigungsfrist richtet sich nach den gesetzlichen Bestimmungen.
§ 5 Haftung
Der Mieter haftet für Schäden, die durch schuldhafte Verletzung seiner Sorgfaltspflicht entstehen.""",
    "letter-en": """Odette Marchbank
odette@marchbank.example.org · +44 7700 900477
14 September 2025
Dear Hiring Manager,
I am writing to apply for the post of florist that you advertised last week. For six years I have arranged flowers for
weddings, hotels and two theatres, and I would like to bring that experience to your shop in Harrogate.
In my present role I order from four growers, train the apprentices and look after the accounts of our regular
customers. Since 2021 our waste has fallen by a third, because I plan the week around what the growers have in season.
I would be glad to tell you more in person and can start in November.
Yours sincerely,
Odette Marchbank""",
    "letter-fr": """Célestin Vaubrun
celestin@vaubrun.example.org
Madame, Monsieur,
Je me permets de vous adresser ma candidature au poste de menuisier que vous proposez dans votre atelier de Rennes.
Formé chez un compagnon, je travaille le chêne et le frêne depuis huit ans et j'ai dirigé plusieurs chantiers de
restauration dans des maisons anciennes. J'aimerais aujourd'hui rejoindre une équipe plus grande et apprendre encore.
Je reste à votre disposition pour un entretien et vous prie d'agréer mes salutations distinguées.
Célestin Vaubrun""",
    "reference-de": """Zeugnis
Frau Gesine Althoff war vom 1. März 2017 bis zum 30. Juni 2023 in unserem Haus als Buchhalterin tätig.
Zu ihren Aufgaben gehörten die Führung der Debitorenbuchhaltung, die Vorbereitung der Monatsabschlüsse und die
Ausbildung neuer Mitarbeiter. Frau Althoff arbeitete stets zu unserer vollsten Zufriedenheit, zuverlässig und genau.
Ihr Verhalten gegenüber Vorgesetzten, Kollegen und Kunden war jederzeit vorbildlich.
Wir bedauern ihr Ausscheiden, danken für die Zusammenarbeit und wünschen ihr für die Zukunft alles Gute.
Halle, den 30. Juni 2023
Hornbrück Handel KG""",
    "posting-en": """Junior Buyer (m/f/d)
Peverell Outdoor Ltd, Leeds
About us
We make tents that last. Forty people, two warehouses, one dog.
What you'll do
• Order fabric and poles from suppliers in Asia
• Compare offers and keep the price list up to date
• Work with design on new materials
Requirements
• A first degree or an apprenticeship in retail
• Good English, a second language is nice to have
• Careful with numbers
What we offer
• 28 days of holiday
• Four days a week if you like
• A tent of your own
How to apply
Send your CV to jobs@peverell.example.com or call +44 113 496 0456.""",
    "posting-de": """Pflegefachkraft (m/w/d) in Teilzeit
Seniorenhaus Lindenhof sucht ab sofort Verstärkung
Ihre Aufgaben
• Grund- und Behandlungspflege
• Dokumentation
• Anleitung von Auszubildenden
Ihr Profil
• Abgeschlossene Ausbildung in der Pflege
• Freude am Umgang mit Menschen
• Führerschein von Vorteil
Wir bieten
• Unbefristeten Vertrag
• Zuschläge und Jobticket
• Fortbildungen
Ihre Bewerbung senden Sie an bewerbung@lindenhof.example.org, Telefon 0341 5550188.""",
    "posting-vi": """TUYỂN DỤNG NHÂN VIÊN BÁN HÀNG
Cửa hàng Sao Biển
Mô tả công việc
• Tư vấn khách hàng
• Sắp xếp hàng hóa
• Kiểm kê cuối ngày
Yêu cầu
• Tốt nghiệp trung học
• Giao tiếp tốt
• Trung thực
Quyền lợi
• Thưởng doanh số
• Bảo hiểm đầy đủ
• Nghỉ hai ngày mỗi tháng
Ứng tuyển: tuyendung@saobien.example.org, +84 912 555 077""",
    "article-en": "\n".join(["Harbour lights", "By Leopold Ashgrove", *[_PROSE] * 4]),
    "essay-zh": "秋天的河边\n"
    + "河水慢慢地流过村庄，孩子们在岸边数着鸟。老人说，这样的秋天很少见，连风都带着稻子的味道。" * 6,
    "paper-en": "\n".join(
        [
            "On the drift of moored buoys in estuaries",
            "R. Penhale and T. Oyelaran",
            "r.penhale@coast.example.org",
            "Abstract",
            _PROSE,
            "1 Introduction",
            _PROSE,
            "2 Methods",
            _PROSE,
            "3 Results",
            _PROSE,
            "Figure 1: Drift over twelve days",
            "4 Conclusion",
            _PROSE,
            "References",
            "[1] T. Oyelaran, Tides, Estuary Letters, 2016.",
        ]
    ),
    "recipe-it": """Torta di mele
Ingredienti
• 3 mele
• 200 g di farina
• 120 g di zucchero
• 2 uova
• 80 g di burro
Preparazione
1. Sbucciare le mele e tagliarle a fette.
2. Mescolare zucchero e burro, poi le uova.
3. Aggiungere la farina e le mele.
4. Cuocere in forno a 180 gradi per 40 minuti.""",
    "minutes-en": """Minutes of the allotment society
Present: A. Birtwhistle, C. Okonedo, P. Larch
• The pump will be mended before May.
• Plot 14 is free again; two people are on the list.
• The treasurer has 214 in the box.
Next meeting in the hut, bring chairs.""",
    "menu-es": """Casa Lucero
Menú del día
Sopa de ajo	4,50 €
Ensalada de la huerta	5,20 €
Bacalao al horno	12,80 €
Flan casero	3,90 €
Vino de la casa	2,50 €
Reservas: 912 555 011""",
}
"""No résumés, by kind and language."""

NEAR: dict[str, str] = {
    "lawyer": """Philippa Dunmore
Solicitor
philippa@dunmore.example.org | +44 7700 900611 | Bristol, GB
Experience
Solicitor — Greaves & Tolland LLP
2019-04 – present
• Draft agreements, shall-clauses and termination letters for 60 clients.
• Recovered unpaid invoices worth £412,500.00 before the due date passed.
• Checked VAT receipts and liability under governing law.
Trainee — Greaves & Tolland LLP
2017-03 – 2019-03
• Wrote letters that began with Dear Sir and ended in a settlement.
Education
LLB — University of Arvendale
2013 – 2016
Skills
Contract law, Litigation""",
    "student": """Benedikt Rauch
benedikt@rauch.example.org
0341 5550166
Schule
Gymnasium Muldental, 2018 – heute
Kenntnisse
Excel, Englisch""",
    "student-without-dates": """Noor Halabi
noor@halabi.example.org
+44 7700 900123
Education
Pupil, Ashcombe School
Skills
Drawing, Excel
Languages
English, Arabic""",
    "academic": "\n".join(
        [
            "Ingeborg Sandvik",
            "ingeborg@sandvik.example.org",
            "Positions",
            "Professor of Hydrology, University of Arvendale",
            "2014 – present",
            "Lecturer, University of Westmoor",
            "2008 – 2014",
            "Education",
            "PhD, Hydrology, University of Westmoor",
            "2003 – 2007",
            "Publications",
            *(
                f"[{n}] I. Sandvik, A. Ruland. On rivers, part {n}. Journal of Streams, {2024 - n % 16}."
                for n in range(1, 101)
            ),
        ]
    ),
    "dutch": """Marijke Verbruggen
marijke@verbruggen.example.org
+31 6 5555 0142
Loopbaan
2019 – 2024
Winkelleider, Bakkerij Het Molentje
• Leiding aan negen medewerkers
2014 – 2019
Verkoper, Bakkerij Het Molentje
Opleiding in de jaren daarvoor
2010 – 2014
Middelbaar beroepsonderwijs, Handel""",
    "korean": """문하린
harin.mun@example.org
+82 10 5555 0123
경력
2020.03 – 2024.06
한빛상사 회계 담당
2016.05 – 2020.02
새벽유통 사무원
학력
2012.03 – 2016.02
가람대학교 경영학""",
    "prose": "\n".join(
        [
            "Thaddeus Quillfeather",
            "thaddeus@quill.example.org",
            "Experience",
            "Harbour Master, Port of Lowmere",
            "2015 – 2024",
            _PROSE,
            "Deck Officer, Lowmere Ferries",
            "2009 – 2015",
            _PROSE,
            "Education",
            "Nautical College, Lowmere",
            "2005 – 2009",
        ]
    ),
    "letter-and-resume": "\n".join(
        [
            OTHERS["letter-en"],
            "Odette Marchbank",
            "Experience",
            "Florist, Bell & Bower",
            "2019 – present",
            "• Flowers for weddings",
            "Assistant, Petal Row",
            "2016 – 2019",
            "Education",
            "Diploma in Floristry, Ripley College",
            "2014 – 2016",
        ]
    ),
    "references": """Rowena Tidewell
rowena@tidewell.example.com · +44 7700 900812
Experience
Data Engineer — Quillmark Freight Ltd
2021-03 – present
Education
MSc — University of Arvendale
2015 – 2018
References
Gilbert Frome
Head of Data, Quillmark Freight Ltd
gilbert@quillmark.example.com · +44 7700 900900
Harriet Lund
harriet@arvendale.example.org · +44 7700 900901
Skills
Python, SQL""",
    "without-contact": """Summary
Nurse with ten years on surgical wards.
Experience
Nurse, Northfield Hospital
2016 – present
Healthcare Assistant, Northfield Hospital
2013 – 2016
Education
Diploma in Nursing
2010 – 2013""",
    "two-languages": """Ilse Brandner
ilse@brandner.example.org
Berufserfahrung
Köchin, Gasthof Ahorn
2018 – heute
Ausbildung
Lehre als Köchin
2014 – 2017
Ilse Brandner
ilse.brandner@kitchen.example.com
Experience
Cook, Gasthof Ahorn
2018 – present
Education
Apprenticeship as a cook
2014 – 2017""",
}
"""Résumés of one person that look like something else."""


def soup(text: str, by: int = 3) -> str:
    """The text as a font without a usable map gives it: every letter another one."""
    first, second = ord("a"), ord("A")
    return "".join(
        chr((ord(c) - first + by) % 26 + first)
        if "a" <= c <= "z"
        else chr((ord(c) - second + by) % 26 + second)
        if "A" <= c <= "Z"
        else c
        for c in text
    )
