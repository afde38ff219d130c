"""What synthetic learners write, by language."""

from collections.abc import Mapping

ANSWER: Mapping[str, str] = {
    "en": "We asked the people at the counter first, and moved the deadline by two weeks.",
    "uk": "Спершу ми запитали людей біля віконця, а потім перенесли строк на два тижні.",
    "pt": "Primeiro perguntámos às pessoas no balcão e depois adiámos o prazo duas semanas.",
}
PLAN: Mapping[str, str] = {
    "en": "If a draft reaches my desk on Monday, I will ask who it has left out.",
    "uk": "Якщо в понеділок до мене надійде проєкт, то я спитаю, кого в ньому забули.",
    "pt": "Se na segunda-feira me chegar um projeto, então vou perguntar quem ficou de fora.",
}
NOTE: Mapping[str, str] = {
    "en": "A colleague helped; there was too little time for the second talk.",
    "uk": "Допомогла колега; на другу розмову забракло часу.",
    "pt": "Ajudou-me uma colega; faltou tempo para a segunda conversa.",
}
NAME: Mapping[str, str] = {
    "en": "Test Learner", "uk": "Тест Учасниця", "pt": "Teste da Silva",
}  # fmt: skip
