/** Words of the guide in further languages; its questions stand in services/guide.yaml. */
export const guideLanguages = {
  ar: {
    home: 'الصفحة الرئيسية', title: 'الدليل', lead: 'بضعة أسئلة، ثم تعرف ما عليك فعله. نحن لا نحفظ إجاباتك.', next: 'متابعة', back: 'رجوع', choose: 'يرجى اختيار إجابة.', several: 'يمكنك اختيار أكثر من إجابة أو لا شيء.',
    list: 'قائمتك', listLead: (count: number) => `عدد الخدمات المناسبة لإجاباتك: ${count}`, none: 'ليست لدينا خدمة تناسب إجاباتك.', because: 'لأن', deadline: 'المهلة', online: 'عبر الإنترنت', answers: 'إجاباتك', change: 'تغيير', nothing: 'لا شيء منها',
    keep: 'الاحتفاظ بالقائمة', mail: 'إرسال بالبريد الإلكتروني', print: 'للطباعة: Ctrl + P، وعلى الهاتف عبر «مشاركة».', address: 'هذا العنوان يقودك دائمًا إلى قائمتك:', again: 'البدء من جديد', all: 'كل الخدمات من الألف إلى الياء',
  },
  uk: {
    home: 'Головна', title: 'Путівник', lead: 'Кілька запитань — і ви знатимете, що робити. Ми не зберігаємо ваших відповідей.', next: 'Далі', back: 'Назад', choose: 'Будь ласка, оберіть відповідь.', several: 'Можна обрати кілька відповідей або жодної.',
    list: 'Ваш список', listLead: (count: number) => `Послуг, що відповідають вашим відповідям: ${count}`, none: 'Для ваших відповідей послуги немає.', because: 'бо', deadline: 'Строк', online: 'онлайн', answers: 'Ваші відповіді', change: 'Змінити', nothing: 'нічого з цього',
    keep: 'Зберегти список', mail: 'Надіслати електронною поштою', print: 'Друк: Ctrl + P, на телефоні — через «Поділитися».', address: 'Ця адреса завжди веде до вашого списку:', again: 'Почати знову', all: 'Усі послуги від А до Я',
  },
  tr: {
    home: 'Ana sayfa', title: 'Rehber', lead: 'Birkaç soru, sonra ne yapacağınızı bilirsiniz. Yanıtlarınızı kaydetmiyoruz.', next: 'Devam', back: 'Geri', choose: 'Lütfen bir yanıt seçin.', several: 'Birden fazla seçebilir veya hiçbirini seçmeyebilirsiniz.',
    list: 'Listeniz', listLead: (count: number) => `Yanıtlarınıza ${count} hizmet uyuyor.`, none: 'Yanıtlarınıza uyan bir hizmet yok.', because: 'çünkü', deadline: 'Son tarih', online: 'çevrimiçi', answers: 'Yanıtlarınız', change: 'Değiştir', nothing: 'hiçbiri',
    keep: 'Listeyi sakla', mail: 'E-postayla gönder', print: 'Yazdırma: Ctrl + P, telefonda “Paylaş” ile.', address: 'Bu adres sizi her zaman listenize götürür:', again: 'Yeniden başla', all: 'A’dan Z’ye tüm hizmetler',
  },
};
