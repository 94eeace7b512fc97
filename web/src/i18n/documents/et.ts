interface Section {
  title: string;
  points: string[];
}

const et = {
  accessibilityTitle: 'Ligipääsetavuse teatis',
  accessibilityLead:
    'Vahetus peab olema kasutatav kõigile: klaviatuuriga, ekraanilugejaga, suurendatult, väikeses telefonis.',
  accessibility: [
    {
      title: 'Kuidas on praegu',
      points: [
        'Eesmärk on standard EN 301 549 ja WCAG 2.2 tase AA.',
        'Lehti kontrollitakse programmiga iga muudatuse järel ning klaviatuuri ja silmaga enne uue osa avaldamist.',
        'Sõltumatut hindamist ei ole veel tehtud.',
      ],
    },
    {
      title: 'Mis ei ole ligipääsetav',
      points: [
        'Kaart on pilt kohtadest. Kõik, mis on kaardil, on ka nimekirjas selle kõrval.',
        'Keskuste enda kirjutatud lisasõnad on ühes keeles; keel on märgitud.',
      ],
    },
    {
      title: 'Anna teada',
      points: [
        'Kui midagi ei saa kasutada, ütle seda oma noortekeskusele või vallale või linnale. Vastata tuleb 15 tööpäeva jooksul.',
        'Kui vastus ei aita, saab pöörduda Tarbijakaitse ja Tehnilise Järelevalve Ameti poole, kes teeb järelevalvet.',
      ],
    },
    { title: 'Teatise kuupäev', points: ['Teatis on koostatud 2026. aasta novembris oma hinnangu põhjal.'] },
  ] as Section[],
  privacyTitle: 'Andmekaitsetingimused',
  privacyLead: 'Mida me sinu kohta teame, milleks, kes näeb ja kui kaua.',
  privacy: [
    {
      title: 'Kes vastutab',
      points: [
        'Vastutav töötleja on vald või linn, kelle noortekeskuses sa aitad. Koostöögrupi omavalitsused on selles ühiselt kokku leppinud.',
        'Andmekaitsespetsialisti kontakti leiad oma valla või linna veebilehelt.',
      ],
    },
    {
      title: 'Mida ja milleks',
      points: [
        'Nimi, sünnikuupäev, kontakt, asula, ajad, keeled, oskused: et leida sulle sobiv abivajadus. Aluseks on kokkulepe sinuga.',
        'Taustakontrolli tulemus, kuupäev ja kontrollija: seda nõuab lastekaitseseadus. Karistuste sisu me ei küsi ega hoia.',
        'Alla 18-aastase lapsevanema või esindaja nimi ja e-post: et küsida luba.',
        'Telefonikõned, pildid ja uudiskiri: ainult sinu eraldi nõusolekul, mille saad tagasi võtta oma lehel.',
        'Me ei küsi isikukoodi, tervist, usku ega rahvust.',
      ],
    },
    {
      title: 'Kes näeb',
      points: [
        'Keskus näeb kõigepealt eesnime ja põhjusi, miks sobid. Täisnime ja kontakti alles siis, kui oled jah öelnud või ise abi pakkunud.',
        'Kiirel juhul (alla 24 tunni) ka telefoni, kui oled selleks loa andnud. See jääb kirja.',
        'Oma lehelt näed, kes ja millal sinu andmeid vaatas.',
        'Sobivuse arvutab programm, otsuse teeb alati inimene.',
      ],
    },
    {
      title: 'Kui kaua',
      points: [
        'Kinnitamata registreerimine kustub 30 päevaga.',
        'Kui sa pole kaks aastat aidanud, küsime üle ja muudame andmed nimetuks.',
        'Taustakontrolli kirje kustub aasta pärast viimast kokkulepet, kokkulepped ja tunnid kolme aasta pärast.',
      ],
    },
    {
      title: 'Sinu õigused',
      points: [
        'Oma lehel saad andmeid vaadata, parandada, alla laadida, peatada ja kustutada.',
        'Kui sa vastusega rahul ei ole, saad pöörduda Andmekaitse Inspektsiooni poole.',
      ],
    },
    {
      title: 'Küpsised',
      points: [
        'Üks küpsis hoiab sind sisse logituna, teine jätab meelde valitud keele. Jälgimist ei ole.',
        'Sinu võrguaadressi järgi seame ainult nimekirja järjekorra ja esimese keele; seda ei salvestata sinu juurde.',
      ],
    },
  ] as Section[],
};

export type DocumentsTexts = typeof et;
export default et;
