import { Checkbox } from '../fields/checkbox.tsx';
import { CheckboxGroup } from '../fields/checkbox-group.tsx';
import { DateField } from '../fields/date-field.tsx';
import { ErrorSummary } from '../fields/error-summary.tsx';
import { FileField } from '../fields/file-field.tsx';
import { Fieldset } from '../fields/fieldset.tsx';
import { MoneyField } from '../fields/money-field.tsx';
import { Radios } from '../fields/radios.tsx';
import { SearchField } from '../fields/search-field.tsx';
import { SelectField } from '../fields/select-field.tsx';
import { TextArea } from '../fields/text-area.tsx';
import { TextField } from '../fields/text-field.tsx';
import { ButtonRow, Form } from '../content/form.tsx';
import { Button } from '../content/button.tsx';
import { GuideSection } from './guide-section.tsx';

const answers = [
  { value: 'yes', label: 'Ja' },
  { value: 'no', label: 'Nein' },
];

/** Every field, empty, filled and wrong. */
export function FieldGuide() {
  return (
    <>
      <GuideSection id="errors" title="Fehlerliste" use="Zuerst auf der Seite, wenn etwas fehlt. Jeder Eintrag führt zu seinem Feld.">
        <ErrorSummary errors={[{ id: 'g-name', text: 'Bitte geben Sie den Namen des Hundes ein.' }, { id: 'g-born', text: 'Den 31. Februar gibt es nicht.' }]} />
      </GuideSection>
      <GuideSection id="fields" title="Felder" use="Beschriftung, Hinweis, Fehler, Feld: in dieser Reihenfolge.">
        <Form label="Beispielfelder">
          <TextField id="g-name" name="name" label="Name des Hundes" hint="So, wie Sie ihn rufen." error="Bitte geben Sie den Namen des Hundes ein." required width={20} />
          <TextField id="g-iban" name="iban" label="IBAN" value="DE02 1203 0000 0000 2020 51" required={false} autocomplete="off" />
          <TextField id="g-width" name="weight" label="Gewicht" suffix="kg" inputmode="numeric" width={4} value="23" />
          <DateField id="g-born" name="born" label="Geburtsdatum" hint="Zum Beispiel 27 3 1985" value={{ day: '31', month: '2', year: '1985' }} autocomplete="bday" error="Den 31. Februar gibt es nicht." wrong={['day', 'month']} />
          <MoneyField id="g-fee" name="fee" label="Gebühr" value={12050} />
          <SelectField id="g-breed" name="breed" label="Rasse" options={[{ value: 'a', label: 'Dackel' }, { value: 'b', label: 'Pudel' }]} value="b" width={20} />
          <TextArea id="g-reason" name="reason" label="Begründung" maxlength={500} value="Der Hund ist ausgebildeter Blindenführhund." />
          <Radios id="g-guide" name="guide" label="Ist es ein Assistenzhund?" options={answers} value="no" inline />
          <Radios
            id="g-from"
            name="from"
            label="Woher kommt der Hund?"
            value="shelter"
            options={[
              { value: 'shelter', label: 'Aus dem Tierheim', children: <TextField id="g-shelter" name="shelter" label="Welches Tierheim?" /> },
              { value: 'other', label: 'Von Privat', children: <TextField id="g-seller" name="seller" label="Von wem?" /> },
              { value: 'unknown', label: 'Das weiß ich nicht', hint: 'Sie können es später nachreichen.' },
            ]}
          />
          <CheckboxGroup id="g-days" name="days" label="Wann sind Sie erreichbar?" hint="Mehrere Antworten sind möglich." options={[{ value: 'am', label: 'Vormittags' }, { value: 'pm', label: 'Nachmittags' }]} value={['am']} />
          <FileField id="g-file" name="file" label="Impfpass" hint="Foto oder PDF, höchstens 10 MB." files={[{ name: 'impfpass-seite-1.jpg', size: 1840000, href: '#', removeValue: '1' }]} />
          <Checkbox id="g-consent" name="consent" label="Ich habe die Hinweise gelesen." error="Bitte bestätigen Sie, dass Sie die Hinweise gelesen haben." required />
          <Fieldset legend="Anschrift" legendSize="medium">
            <TextField id="g-street" name="street" label="Straße und Hausnummer" autocomplete="address-line1" />
            <TextField id="g-zip" name="zip" label="Postleitzahl" autocomplete="postal-code" inputmode="numeric" width={6} disabled value="12345" />
          </Fieldset>
          <ButtonRow>
            <Button variant="primary">Weiter</Button>
            <Button variant="tertiary">Später weitermachen</Button>
          </ButtonRow>
        </Form>
      </GuideSection>
      <GuideSection id="search" title="Suche" use="Ein eigenes Formular; klein in Leisten, groß auf der Startseite.">
        <SearchField action="/suche" label="Leistungen suchen" id="g-search" />
        <SearchField action="/suche" label="Was möchten Sie erledigen?" id="g-search-large" size="large" />
      </GuideSection>
    </>
  );
}
