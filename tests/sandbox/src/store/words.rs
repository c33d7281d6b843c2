//! What the program says, in Bulgarian. It writes its texts in English; names of people, companies, competencies, exams
//! and levels are the same in both languages.

use serde_json::Value;

/// Texts in English, each with what it is in Bulgarian.
const BULGARIAN: [(&str, &str); 88] = [
    ("The grace period ended without a renewal.", "Гратисният период изтече без подновяване."),
    ("Your change is being compared with the business register.", "Сравняваме промяната ви с търговския регистър."),
    // Why a company is held up, and who helps.
    ("Your appeal is being read.", "Разглеждаме вашето възражение."),
    ("Your request to rejoin is being read.", "Четем искането ви за ново включване."),
    ("Two invoices of last year are not paid.", "Две фактури от миналата година не са платени."),
    (
        "The business register is being asked for your registration number.",
        "Проверяваме регистрационния ви номер в търговския регистър.",
    ),
    (
        "The business register has no company with your registration number.",
        "В търговския регистър няма компания с вашия регистрационен номер.",
    ),
    ("Partner desk", "Отдел за партньори"),
    ("Alliance office", "Служба на съюза"),
    // Documents of an appeal.
    ("Extract from the company register", "Извлечение от търговския регистър"),
    ("Certificate of the tax authority", "Удостоверение от данъчната администрация"),
    ("Proof of the address", "Документ за адреса"),
    ("Another document", "Друг документ"),
    // Requirements of competencies.
    ("Course passed", "Издържан курс"),
    ("Certified people", "Сертифицирани служители"),
    ("Certified cloud professionals", "Сертифицирани специалисти по облачни услуги"),
    ("Certified data professionals", "Сертифицирани специалисти по данни"),
    ("Certified workplace professionals", "Сертифицирани специалисти по работното място"),
    ("Approved customer references", "Одобрени препоръки от клиенти"),
    ("Revenue in this area", "Приходи в тази област"),
    ("Revenue with cloud services", "Приходи от облачни услуги"),
    ("Revenue with data services", "Приходи от услуги за данни"),
    ("Revenue with workplace services", "Приходи от услуги за работното място"),
    ("Skills in data analytics", "Умения за анализ на данни"),
    ("Users who are protected", "Защитени потребители"),
    ("Users who are active", "Активни потребители"),
    ("Assessments passed", "Издържани оценявания"),
    ("Sales assessments passed", "Издържани оценявания по продажби"),
    ("Performance points", "Точки за резултати"),
    ("Performance with customers", "Резултати при клиентите"),
    ("By certified people", "Чрез сертифицирани служители"),
    ("By references", "Чрез препоръки"),
    ("By revenue", "Чрез приходи"),
    ("By usage", "Чрез използване"),
    // What is missing of them, and why.
    (
        "Somebody has to pass the course again: 70 percent, every two years.",
        "Някой трябва отново да издържи курса: 70 процента, на всеки две години.",
    ),
    (
        "One more person has to pass the Cloud Architect exam.",
        "Още един служител трябва да издържи изпита Cloud Architect.",
    ),
    ("One more certified person is needed.", "Нужен е още един сертифициран служител."),
    ("Two more certified people are needed.", "Нужни са още двама сертифицирани служители."),
    ("One more customer has to approve.", "Нужно е одобрението на още един клиент."),
    ("Revenue of 18,500 euros is missing.", "Липсват приходи от 18 500 евро."),
    ("Revenue of 18,000 euros is missing.", "Липсват приходи от 18 000 евро."),
    ("One of the two ways has to be met.", "Трябва да е изпълнен единият от двата начина."),
    ("The usage of this month has not been counted yet.", "Използването през този месец още не е отчетено."),
    ("Silver is the lowest level of it.", "Silver е най-ниското ѝ ниво."),
    ("Silver needs one certified person.", "За Silver е нужен един сертифициран служител."),
    (
        "Silver needs two certified people and one reference.",
        "За Silver са нужни двама сертифицирани служители и една препоръка.",
    ),
    ("The project is not finished.", "Проектът не е завършен."),
    ("We were not asked before.", "Не бяхме попитани предварително."),
    // Exemption from tax.
    ("Charitable organization", "Благотворителна организация"),
    ("Public body", "Публичен орган"),
    ("International organization", "Международна организация"),
    ("The certificate names another company.", "В удостоверението е посочена друга компания."),
    // Levels, and what belongs to them.
    ("Learning material and the program badge.", "Учебни материали и значката на програмата."),
    (
        "Foundation, with technical support hours and software rights.",
        "Foundation с часове техническа поддръжка и права за софтуер.",
    ),
    ("Advanced, with an account manager and early access.", "Advanced с отговорник за партньора и ранен достъп."),
    ("The alliance's price list and its training days.", "Ценовата листа на съюза и дните за обучение."),
    (
        "Associate, with joint campaigns and a seat in the council.",
        "Associate със съвместни кампании и място в съвета.",
    ),
    ("Every partner", "Всеки партньор"),
    ("Partners with one competency", "Партньори с една компетенция"),
    ("Partners with two competencies", "Партньори с две компетенции"),
    ("Every reseller", "Всеки търговец"),
    ("Resellers in their second year", "Търговци във втората си година"),
    (
        "Choose a location in Austria, Germany, the United Kingdom or the United States.",
        "Изберете местоположение в Австрия, Германия, Обединеното кралство или Съединените щати.",
    ),
    ("Program badge", "Значка на програмата"),
    ("Learning material", "Учебни материали"),
    ("Exams a year", "Изпити годишно"),
    ("Technical support", "Техническа поддръжка"),
    ("Software licenses", "Софтуерни лицензи"),
    ("Test environments", "Тестови среди"),
    ("Entry in the partner directory", "Вписване в указателя на партньорите"),
    ("Marketing material", "Рекламни материали"),
    ("Early access to releases", "Ранен достъп до нови версии"),
    ("Account manager", "Отговорник за партньора"),
    ("Training days a year", "Дни за обучение годишно"),
    ("Price list", "Ценова листа"),
    ("Joint campaigns", "Съвместни кампании"),
    ("Seat in the council", "Място в съвета"),
    ("Basic", "Основни"),
    ("All", "Всички"),
    ("10 hours a year", "10 часа годишно"),
    ("Without limit", "Без ограничение"),
    ("Listed", "Обикновено"),
    ("Highlighted", "Откроено"),
    ("Templates", "Шаблони"),
    ("Made for you", "Изработени за вас"),
    ("Included", "Включено"),
    ("Standard", "Обикновена"),
    ("Preferred", "Преференциална"),
];

/// Whether somebody who wants this language first is answered in Bulgarian.
pub fn is_bulgarian(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("bg"))
}

/// A text of the program in a language. What it does not say itself, such as a name, stays as it is.
pub fn told<'a>(text: &'a str, language: &str) -> &'a str {
    let known = BULGARIAN.iter().find(|(english, _)| is_bulgarian(language) && *english == text);
    known.map_or(text, |(_, bulgarian)| bulgarian)
}

/// Tells a member of an object in a language, where it is a text.
pub fn tell(object: &mut Value, name: &str, language: &str) {
    if let Some(member) = object.get_mut(name)
        && let Some(text) = member.as_str()
    {
        *member = told(text, language).into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::program;

    /// The badge of a level is called like the level.
    const NAMES: [&str; 3] = ["Member", "Advanced", "Premier"];

    #[test]
    fn everything_that_levels_say_is_said_in_bulgarian() {
        for program in program::ALL {
            let [desk, ..] = program.desk;
            let levels = program.levels.iter().flat_map(|level| {
                let included = program.included(level).flat_map(|(name, value)| [Some(name), value]);
                included.flatten().chain([level.description, level.who, level.unlocked_by])
            });
            for text in levels.chain([desk]) {
                let is_name = NAMES.contains(&text) || text.chars().all(|c| c.is_ascii_digit());
                assert!(is_name || told(text, "bg").contains(|c| matches!(c, 'а'..='я')), "{text}");
            }
        }
    }

    #[test]
    fn only_who_wants_it_gets_bulgarian_and_what_is_not_known_stays() {
        for (language, expected) in [("bg", "Всички"), ("BG-bg", "Всички"), ("en", "All"), ("bgx", "All"), ("", "All")]
        {
            assert_eq!(told("All", language), expected, "{language}");
        }
        assert_eq!(told("Cedar Example EOOD", "bg"), "Cedar Example EOOD");
    }
}
