"""Words that the content guide asks to avoid, and what to write instead."""

import re
from collections.abc import Iterator

_APOSTROPHE = (r"\w['ʼ`]\w", "write the apostrophe ’")
_AVOIDED = {
    "en": (
        (r"\b(?:all|none) of the above\b", "let every option stand by itself"),
        (r"\bthe (?:first|second|third|last) option\b", "name what the option says, not its place"),
        (r"\broll(?:s|ed)? out\b", "write “start”"),
    ),
    "uk": (
        _APOSTROPHE,
        (
            r"\b(?:усе|все|жодн\w+) (?:з )?(?:переліченого|наведеного)\b",
            "нехай кожен варіант стоїть сам",
        ),
        (r"\b(?:перш|друг|трет|останн)\w+ варіант\w*\b", "назвіть зміст варіанта, а не місце"),
        (r"\bздійсн\w+ оплат\w+", "«платити»"),
        (r"\bу разі виникнення\b", "«якщо маєте запитання»"),
        (r"\bз метою\b", "«щоб»"),
        (r"\bнада\w+ допомог\w+", "«допомогти»"),
        (r"\bна сьогоднішній день\b", "«зараз»"),
        (r"\bдан(?:ий|ого|ої|ому|им)\b", "«цей»"),
        (r"\bприйм\w+ участь\b", "«брати участь»"),
        (r"\bслідуюч\w+", "«наступний»"),
        (r"\bспівпада\w+", "«збігатися»"),
        (r"\bміроприємств\w+", "«захід»"),
        (r"\bпроект\w*", "«проєкт»"),
    ),
    "pt": (
        (
            r"\b(?:todas|nenhuma) as anteriores\b|\bnenhuma das anteriores\b",
            "cada opção vale por si",
        ),
        (r"\b(?:primeira|segunda|terceira|última) opção\b", "diga o que a opção diz, não o lugar"),
        (r"\bvocês?\b", "escreva na terceira pessoa, sem «você»"),
        (r"\befetua\w* o pagamento\b", "«pagar»"),
        (r"\bproceder à entrega\b", "«entregar»"),
        (r"\bno âmbito d[eoa]\b", "«em»"),
        (r"\brelativamente a\b", "«sobre»"),
        (r"\bnos termos do disposto\b", "«segundo»"),
        (r"\brequerentes?\b", "«quem pede»"),
        (r"\b(?:usuários?|celular(?:es)?|arquivos?)\b", "«utilizador», «telemóvel», «ficheiro»"),
        (
            r"\b(?:salvar|pular|configurações)\b",
            "«guardar», «saltar», «definições»",
        ),
    ),
}
_COMPILED = {
    language: [(re.compile(pattern, re.IGNORECASE), better) for pattern, better in words]
    for language, words in _AVOIDED.items()
}


def avoided(language: str, text: str) -> Iterator[tuple[str, str]]:
    """Each avoided expression as it stands in the text, with what to write instead."""
    for pattern, better in _COMPILED.get(language, ()):
        if found := pattern.search(text):
            yield found.group(), better
