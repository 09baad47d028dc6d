"""What citizens ask, and the pages they are after; written before the search was made to answer them.

Each line is a query and, after the bar, the pages it must find among its first ten.
"""

from __future__ import annotations

PAGES = {
    "samarbejde": "/norddjurs/sager/2023/samarbejde/",
    "social": "/norddjurs/sager/2023/social-sundhed/",
    "evaluering-n": "/norddjurs/sager/2025/evaluering/",
    "evaluering-r": "/region-midtjylland/sager/2025/evaluering/",
    "henvisninger": "/region-midtjylland/sager/2025/sociale-henvisninger/",
    "vaeresteder": "/region-midtjylland/sager/2025/vaeresteder/",
    "afrapportering": "/region-midtjylland/sager/2025/afrapportering/",
    "mode-uls": "/region-midtjylland/uls/2025-09-23/",
    "tema": "/temaer/sammen-mod-ulighed-i-sundhed/",
    "uls": "/region-midtjylland/uls/",
    "vpu": "/norddjurs/vpu/",
}

# class: (the least share of the wanted pages that must be among the first ten, the queries). The shares hold among a
# thousand invented cases whose text is drawn from a dictionary, so that common words stand in hundreds of them; in the
# real archive alone every class must reach REAL_FLOOR.
REAL_FLOOR = 0.95
CLASSES: dict[str, tuple[float, str]] = {
    "inflection": (
        0.9,
        """værested | vaeresteder
        værestederne | vaeresteder
        evalueringer | evaluering-n evaluering-r
        lægerne | henvisninger
        henvisning | henvisninger
        kommunerne | samarbejde
        brobyggerne | social
        brobygger | social
        frivillig | social
        politikerrolle | evaluering-n evaluering-r
        partnerskabet | samarbejde
        effektinvesteringen | henvisninger
        sundhedsrådet | afrapportering evaluering-r
        regionsråd | afrapportering
        hovedsporene | samarbejde
        fond | henvisninger""",
    ),
    "compound": (
        0.6,
        """sygepleje | social samarbejde
        sygeplejersker | samarbejde
        investering | henvisninger
        områder | samarbejde
        studerende | social
        klinikker | social
        bil | vaeresteder
        biler | vaeresteder
        råd | afrapportering
        arbejdsdag | evaluering-n
        plejen | evaluering-n
        saloner | evaluering-n
        forskning | henvisninger
        modellen | henvisninger
        hospitalet | social
        direktør | samarbejde
        kompetence | samarbejde
        organisationen | samarbejde""",
    ),
    "letters": (
        0.9,
        """vaerested | vaeresteder
        vaeresteder | vaeresteder
        oersted | evaluering-n
        orsted | evaluering-n
        oestifterne | henvisninger
        ostifterne | henvisninger
        grenå | social henvisninger
        grenaa | social henvisninger
        laeger | henvisninger
        laegefaellesskabet | henvisninger
        praehospitalet | vaeresteder
        sundhedsraad | afrapportering
        sundhedsrad | afrapportering
        regionsraadet | afrapportering
        opsoegende | samarbejde
        moede | mode-uls
        odense aalborg kobenhavn | social""",
    ),
    "typos": (
        0.85,
        """værrested | vaeresteder
        værsted | vaeresteder
        evaluring | evaluering-n evaluering-r
        evaulering | evaluering-n evaluering-r
        norddurs | samarbejde
        midtjyland | samarbejde
        allingbro | evaluering-n
        brobyger | social
        henvisnigner | henvisninger
        afraportering | afrapportering
        sundhedsstyrlsen | social
        defactom | henvisninger""",
    ),
    "numbers": (
        1.0,
        """23/9928 | samarbejde
        2023/9928 | samarbejde
        23-9928 | samarbejde
        9928 | samarbejde
        23/9927 | social
        sag 23/9927 | social
        1-00-14-22 | vaeresteder afrapportering evaluering-r
        1-36-70-16-23 | henvisninger
        3822992 | evaluering-n
        81406/25 | evaluering-n
        81405/25 | evaluering-n""",
    ),
    "amounts": (
        0.95,
        """2,912 mio | social
        2912000 | social
        2.912.000 | social
        5,7 mio. kr. | henvisninger
        5700000 | henvisninger
        600.000 | vaeresteder
        1,2 mio | vaeresteder
        275 timer | social""",
    ),
    "dates": (
        0.95,
        """22. november 2023 | samarbejde
        22-11-2023 | samarbejde
        2023-11-22 | samarbejde
        november 2023 | samarbejde
        23. september 2025 | mode-uls
        23-09-2025 | mode-uls
        21. oktober 2025 | evaluering-n
        21-10-2025 | evaluering-n""",
    ),
    "names": (
        0.95,
        """Per Møller Jensen | mode-uls
        Social Sundhed | social
        Den Sociale Investeringsfond | henvisninger
        Voksen- og Plejeudvalget | vpu
        VPU | vpu
        udvalg for lighed i sundhed | uls
        Aarhus Universitet | henvisninger
        Vivild | evaluering-n
        Struer | evaluering-r
        Det Pensionerede Sundhedsvæsen | social""",
    ),
    "phrases": (
        1.0,
        """"sociale henvisninger" | henvisninger
        "lighed i sundhed" | samarbejde
        "Sammen mod ulighed i sundhed" | tema
        "kommende sundhedsråd" | afrapportering
        »mentale sundhed« | samarbejde""",
    ),
    "questions": (
        0.9,
        """hvad blev besluttet om sociale henvisninger? | henvisninger
        hvad skete der med værestederne? | vaeresteder
        hvem betaler for social sundhed? | social
        hvornår blev samarbejdet med regionen godkendt | samarbejde
        hvor mange timer bidrager norddjurs med | social
        hvordan gik det med evalueringen? | evaluering-n evaluering-r
        hvad koster lægen på værestederne | vaeresteder
        hvem var fraværende på mødet | mode-uls
        er der penge til forskning i sociale henvisninger | henvisninger
        hvad er en brobygger | social""",
    ),
    "topics": (
        0.8,
        """ulighed | samarbejde tema
        ensomhed | henvisninger
        hjemløse | vaeresteder
        frivillige ledsager sårbare borgere | social
        praktiserende læge | henvisninger
        unge uden uddannelse | samarbejde
        paramediciner | vaeresteder
        civilsamfund | samarbejde""",
    ),
}


def queries() -> list[tuple[str, str, tuple[str, ...]]]:
    """Class, query and wanted paths."""
    found = []
    for name, (_, lines) in CLASSES.items():
        for line in lines.splitlines():
            query, _, wanted = line.strip().partition(" |")
            found.append((name, query.strip(), tuple(PAGES[each] for each in wanted.split())))
    return found
