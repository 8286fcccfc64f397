/** First names of many places, for data that looks like people. */
export const firstNames: readonly string[] = `
  Ada Alejandro Amara Anders Anika Anouk Arjun Astrid Ayesha Beatriz Bilal Camille Chen Chidi Clara
  Daniel Dara Dmitri Eero Elena Elif Emeka Emma Esther Farid Fatima Felix Freya Gabriel Giulia Hana
  Hassan Henrik Inês Ingrid Isabel Ivan Jada Jakub Jana João Jonas Julia Kaito Kamala Karim Katarzyna
  Kenji Kofi Lars Laura Leila Liam Lina Lucas Luca Mads Maeve Malik Marek Maria Mateo Mei Mila Mina
  Mohammed Nadia Naomi Niklas Nina Noor Nora Olga Omar Oscar Paolo Pedro Petra Priya Rafael Rania Ravi
  Rosa Ruth Samir Sanna Sara Sofía Sven Tariq Tessa Theo Thi Tomás Uma Vera Viktor Wanjiru Yara Yusuf
  Zofia
`
  .trim()
  .split(/\s+/u);

/** Last names of many places, for data that looks like people. */
export const lastNames: readonly string[] = `
  Abadi Adeyemi Ahmed Almeida Andersson Bakker Banerjee Bauer Becker Bergman Bianchi Björk Bosch
  Brandt Brown Castro Chen Clarke Costa Dahl Diallo Dubois Eriksen Fernández Ferrari Fischer Fontaine
  Fujita García Gomez Gupta Haddad Hansen Hoffmann Horvat Ibrahim Ivanov Jansen Johansson Kamau Kaya
  Keller Khan Kim Kowalski Kumar Larsen Laurent Lee Lindqvist López Maier Martin Mensah Meyer Moreau
  Müller Nakamura Nguyen Nielsen Novák Obi Okafor Olsen Osei Park Patel Pereira Petrov Popescu Ramos
  Rao Ricci Rossi Sánchez Santos Sato Schmidt Silva Singh Smith Sokolov Sousa Svensson Takahashi
  Tanaka Torres Tran Ueda Virtanen Wagner Walker Wang Weber Yamamoto Yilmaz Zhang Zhou
`
  .trim()
  .split(/\s+/u);
