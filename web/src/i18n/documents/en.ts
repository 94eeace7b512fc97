import type { DocumentsTexts } from './et';

const en: DocumentsTexts = {
  accessibilityTitle: 'Accessibility statement',
  accessibilityLead:
    'Vahetus has to work for everybody: by keyboard, with a screen reader, magnified, on a small phone.',
  accessibility: [
    {
      title: 'Where we are',
      points: [
        'The aim is the standard EN 301 549 and WCAG 2.2 level AA.',
        'Pages are checked by a program after each change, and by keyboard and eye before a new part goes public.',
        'There has been no independent assessment yet.',
      ],
    },
    {
      title: 'What is not accessible',
      points: [
        'The map is a picture of places. Everything on it is also in the list beside it.',
        'Notes written by the centres are in one language; the language is named.',
      ],
    },
    {
      title: 'Tell us',
      points: [
        'If you cannot use something, tell your youth centre or your municipality. They have 15 working days to answer.',
        'If the answer does not help, you can turn to the Consumer Protection and Technical Regulatory Authority.',
      ],
    },
    { title: 'Date', points: ['This statement was made in November 2026 by self-assessment.'] },
  ],
  privacyTitle: 'Privacy notice',
  privacyLead: 'What we know about you, what for, who sees it and for how long.',
  privacy: [
    {
      title: 'Who is responsible',
      points: [
        'The controller is the municipality at whose youth centre you help. The municipalities of the cooperation group have agreed on this together.',
        'You find the contact of the data protection officer on the website of your municipality.',
      ],
    },
    {
      title: 'What and why',
      points: [
        'Name, date of birth, contact, settlement, times, languages, skills: to find a need that fits you. The basis is the agreement with you.',
        'The result of a background check, its date and who made it: the Child Protection Act asks for it. We neither ask for nor keep the content of convictions.',
        'The name and e-mail of a parent or guardian if you are under 18: to ask for permission.',
        'Phone calls, pictures and news: only with your separate consent, which you can take back on your page.',
        'We do not ask for a personal code, health, faith or ethnicity.',
      ],
    },
    {
      title: 'Who sees it',
      points: [
        'A centre first sees your first name and the reasons why you fit. Your whole name and contact only after you said yes or offered help.',
        'When it is urgent (under 24 hours) also your phone, if you allowed that. It is logged.',
        'On your page you see who looked at your data and when.',
        'A program works out the match; a person always decides.',
      ],
    },
    {
      title: 'For how long',
      points: [
        'An unconfirmed registration goes after 30 days.',
        'If you have not helped for two years, we ask you and make the data nameless.',
        'The record of a check goes a year after your last agreement, agreements and hours after three years.',
      ],
    },
    {
      title: 'Your rights',
      points: [
        'On your page you can see, correct, download, pause and delete your data.',
        'If you are not satisfied, you can turn to the Data Protection Inspectorate.',
      ],
    },
    {
      title: 'Cookies',
      points: [
        'One cookie keeps you logged in, another remembers the language you chose. There is no tracking.',
        'Your network address only sets the order of a list and the first language; it is not stored with you.',
      ],
    },
  ],
};

export default en;
