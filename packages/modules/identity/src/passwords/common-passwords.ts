import { foldForComparison } from "./fold-for-comparison.ts";

/**
 * Phrases that people choose when a password has to be long: quotations, refrains, prayers, teams, titles, lists, and what
 * they say about passwords. A phrase of this list is refused also with digits or signs around it, and said twice.
 */
const phrases = `
correct horse battery|correct horse battery staple|battery horse staple correct|horse battery staple
the quick brown fox|the quick brown fox jumps|the quick brown fox jumps over the lazy dog
jumps over the lazy dog|lorem ipsum dolor sit amet|lorem ipsum dolor|to be or not to be
to be or not to be that is the question|that is the question|may the force be with you
may the fourth be with you|luke i am your father|i am your father|use the force luke
live long and prosper|beam me up scotty|winter is coming|you know nothing jon snow
a lannister always pays his debts|one ring to rule them all|you shall not pass|my precious precious
speak friend and enter|i solemnly swear that i am up to no good|mischief managed|expecto patronum
he who must not be named|avada kedavra|hasta la vista baby|ill be back soon|i will be back
houston we have a problem|heres looking at you kid|frankly my dear i dont give a damn
theres no place like home|there is no place like home|to infinity and beyond|just keep swimming
hakuna matata|let it go let it go|i am your king|i am the one who knocks|say my name say my name
elementary my dear watson|bond james bond|shaken not stirred|the name is bond james bond
life is like a box of chocolates|run forrest run|you cant handle the truth|you talking to me
i see dead people|why so serious|with great power comes great responsibility|i am iron man
avengers assemble|wakanda forever|so long and thanks for all the fish|the answer is forty two
dont panic dont panic|hello world hello world|hello hello hello|goodbye cruel world
all your base are belong to us|never gonna give you up|never gonna let you down|all work and no play
all work and no play makes jack a dull boy|open sesame open sesame|abracadabra abracadabra
knock knock whos there|once upon a time|once upon a time in the west|happily ever after
happy birthday to you|happy birthday|happy new year|merry christmas|merry christmas and a happy new year
twinkle twinkle little star|mary had a little lamb|humpty dumpty sat on a wall
jack and jill went up the hill|row row row your boat|old macdonald had a farm
if youre happy and you know it|i love you so much|i love you forever|i love you more
i love you very much|i love my family|i love my husband|i love my wife|i love my mom|i love my dog
i love my cat|i love my job|i hate my job|i hate passwords|i hate this password|i love jesus christ
jesus is lord|jesus loves me|jesus christ is lord|in god we trust|god is love|god is good
god bless america|god bless you|praise the lord|the lord is my shepherd|our father who art in heaven
for god so loved the world|bismillah|alhamdulillah|allahu akbar|insha allah|allahu akbar allahu akbar
bismillahirrahmanirrahim|om namah shivaya|hare krishna hare rama|jai shri ram|this is my password
this is a password|this is the password|this is not my password|this is not a password
my password is password|my password is secure|my secret password|my password is my password
whats my password|what is my password|i forgot my password|forgot my password|no password for you
not my password|enter password here|type your password|choose a password|password must be long
this password is long|this is a long password|a very long password|very long password
long enough password|super secret password|top secret password|the best password|the best password ever
the password is password|please let me in|let me in please|let me in now|open the door
open the door please|trust no one|trust no one ever|nobody will guess|nobody will guess this
you will never guess|you will never guess this|youll never guess|you cant guess this|try to guess this
guess my password|i am the admin|i am the best|i am the king|i am the boss|i am groot|i am batman
i am legend|i am awesome|we are the champions|we will rock you|we are the world|we are family
we are anonymous|dont stop believing|dont worry be happy|stairway to heaven|bohemian rhapsody
hotel california|highway to hell|smells like teen spirit|another brick in the wall|dark side of the moon
yellow submarine|let it be let it be|all you need is love|hey jude dont be afraid|like a rolling stone
sweet child of mine|sweet child o mine|welcome to the jungle|enter sandman|nothing else matters
master of puppets|livin on a prayer|imagine all the people|stayin alive|stayin alive stayin alive
dancing queen|mamma mia here we go again|manchester united|manchester city|real madrid
liverpool football club|youll never walk alone|arsenal football club|chelsea football club
barcelona futbol club|fc barcelona|borussia dortmund|bayern muenchen|juventus torino|paris saint germain
los angeles lakers|new york yankees|boston red sox|dallas cowboys|new england patriots
pittsburgh steelers|green bay packers|philadelphia eagles|san francisco|san francisco giants
new york city|new york new york|los angeles|las vegas nevada|united states of america|united kingdom
great britain|made in china|made in germany|deutschland deutschland|vive la france|viva espana
forza italia|one two three four|one two three four five|one two three four five six
five four three two one|uno dos tres cuatro|eins zwei drei vier|un deux trois quatre|alpha bravo charlie
alpha bravo charlie delta|alpha beta gamma delta|monday tuesday wednesday|january february march
spring summer autumn winter|red orange yellow green|red green blue yellow|do re mi fa so la ti do
north south east west|harry potter|hermione granger|albus dumbledore|lord of the rings
the lord of the rings|game of thrones|star wars star wars|the empire strikes back|return of the jedi
darth vader|obi wan kenobi|star trek enterprise|starship enterprise|millennium falcon|the walking dead
stranger things|breaking bad|the big bang theory|how i met your mother|friends forever
best friends forever|grand theft auto|call of duty modern warfare|world of warcraft|league of legends
counter strike|minecraft minecraft|the legend of zelda|super mario brothers|pokemon pokemon
pikachu pikachu|sonic the hedgehog|final fantasy|the elder scrolls|skyrim skyrim|mickey mouse
mickey mouse club|donald duck|winnie the pooh|sleeping beauty|beauty and the beast|the little mermaid
spongebob squarepants|homer simpson|bart simpson|scooby doo where are you|looney tunes|tom and jerry
chocolate chip cookies|peanut butter|peanut butter and jelly|peanut butter jelly time
strawberry shortcake|vanilla ice cream|ice cream sandwich|macaroni and cheese|bacon and eggs
fish and chips|coffee coffee coffee|diet coke diet coke|carpe diem carpe diem|cogito ergo sum
veni vidi vici|memento mori|et tu brute|alea iacta est|per aspera ad astra|in vino veritas
liberte egalite fraternite|cest la vie|je taime mon amour|je t aime|mon petit chou|bonjour tout le monde
motdepasse|mon mot de passe|ich liebe dich|ich liebe dich so sehr|ich liebe dich mein schatz
mein passwort|mein passwort ist|das ist mein passwort|geheimes passwort|te quiero mucho|te amo mucho
te amo mi amor|mi contrasena|mi contrasena secreta|contrasena|hola como estas|feliz cumpleanos
ti amo per sempre|ti voglio bene|la mia password|eu te amo muito|minha senha|senha secreta
ya tebya lyublyu|moj parol|work from home|home sweet home|time is money|knowledge is power
practice makes perfect|money money money|show me the money|never give up|never say never
keep calm and carry on|stay hungry stay foolish|just do it just do it|think different
impossible is nothing|because i am worth it|im lovin it|live laugh love|peace love and happiness
peace and love|love is all you need|love conquers all|carpe diem seize the day|seize the day
yolo yolo yolo|no pain no gain|work hard play hard|dream big dream big|follow your dreams
believe in yourself|be the change|be yourself|hope for the best|expect the unexpected
fortune favors the bold|blue sky blue sky|black cat white cat|big brown bear|purple monkey dishwasher
blink blink blink|rubber ducky|yellow brick road|over the rainbow|somewhere over the rainbow
under the sea|across the universe|beyond the sea|out of the blue|system administrator
database administrator|network administrator|super administrator|domain administrator|root password
administrator password|administrator account|development password|production password|staging password
database password|temporary password|default password|initial password|change this password
change me now|change me please|please change me|replace this password|example password|sample password
test password|dummy password|insert password here|your password here|security is important
secure password|strong password|very strong password|very secure password|unbreakable
unhackable password|hack me if you can|catch me if you can|do not enter|no entry allowed|access granted
access denied|permission denied|do not touch this|keep out of here|private property
authorized personnel only|employees only
`;

const commonForms: ReadonlySet<string> = new Set(
  phrases
    .split(/[|\n]/u)
    .map(foldForComparison)
    .filter((form) => form !== ""),
);

/** Whether a password is one of the common phrases, however it is spelt, separated or decorated. */
export function isCommonPassword(password: string): boolean {
  const bare = password.normalize("NFKC").replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return [foldForComparison(password), foldForComparison(bare)].some(
    (form) => commonForms.has(form) || commonForms.has(halfOfDouble(form)),
  );
}

/** The half of a text that consists of two equal halves; the text itself otherwise. */
function halfOfDouble(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half + half === text ? half : text;
}
