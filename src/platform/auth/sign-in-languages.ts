/** Words of the way in, in further languages; what is missing here speaks German. */
export const signInLanguages = {
  ar: {
    signIn: 'تسجيل الدخول', email: 'البريد الإلكتروني', password: 'كلمة المرور', forgot: 'نسيت كلمة المرور؟', noAccountYet: 'ليس لديك حساب بعد؟', makeAccount: 'إنشاء حساب',
    noAccountNeeded: 'لا تحتاج إلى حساب لمعظم الطلبات. مع حساب ترى كل الطلبات والرسائل في مكان واحد.', withProvider: (name: string) => `تسجيل الدخول عبر ${name}`, withPasskey: 'تسجيل الدخول بمفتاح المرور', passkeyFailed: 'لم ينجح ذلك. حاول مرة أخرى أو سجّل الدخول بكلمة المرور.',
    wrong: 'البريد الإلكتروني أو كلمة المرور غير صحيحة.', closed: (until: string) => `محاولات كثيرة جدًا. يرجى الانتظار حتى ${until}.`, emailMissing: 'أدخل بريدك الإلكتروني.', emailWrong: 'أدخل بريدًا إلكترونيًا صحيحًا، مثل name@beispiel.de.', passwordMissing: 'أدخل كلمة المرور.',
    provesSubstantial: 'يثبت هويتك (مستوى ثقة جوهري).', provesHigh: 'يثبت هويتك (مستوى ثقة عالٍ). يكفي لجميع الخدمات.',
    pleaseSignIn: 'يرجى تسجيل الدخول.', expired: 'لم تكن نشطًا لفترة طويلة فتم تسجيل خروجك. يرجى تسجيل الدخول من جديد.',
  },
  uk: {
    signIn: 'Увійти', email: 'Електронна пошта', password: 'Пароль', forgot: 'Забули пароль?', noAccountYet: 'Ще не маєте кабінету?', makeAccount: 'Створити кабінет',
    noAccountNeeded: 'Для більшості заяв кабінет не потрібен. З кабінетом ви бачите всі заяви й повідомлення в одному місці.', withProvider: (name: string) => `Увійти через ${name}`, withPasskey: 'Увійти з ключем доступу', passkeyFailed: 'Не вдалося. Спробуйте ще раз або увійдіть із паролем.',
    wrong: 'Електронна пошта або пароль неправильні.', closed: (until: string) => `Забагато спроб. Будь ласка, зачекайте до ${until}.`, emailMissing: 'Введіть електронну пошту.', emailWrong: 'Введіть адресу електронної пошти, наприклад name@beispiel.de.', passwordMissing: 'Введіть пароль.',
    provesSubstantial: 'Підтверджує вашу особу (суттєвий рівень довіри).', provesHigh: 'Підтверджує вашу особу (високий рівень довіри). Достатньо для всіх послуг.',
    pleaseSignIn: 'Будь ласка, увійдіть.', expired: 'Ви довго не були активні, тому вихід відбувся автоматично. Будь ласка, увійдіть знову.',
  },
  tr: {
    signIn: 'Giriş yap', email: 'E-posta adresi', password: 'Parola', forgot: 'Parolanızı mı unuttunuz?', noAccountYet: 'Henüz hesabınız yok mu?', makeAccount: 'Hesap oluştur',
    noAccountNeeded: 'Çoğu başvuru için hesap gerekmez. Hesabınız olursa tüm başvuruları ve mesajları tek yerde görürsünüz.', withProvider: (name: string) => `${name} ile giriş yap`, withPasskey: 'Geçiş anahtarıyla giriş yap', passkeyFailed: 'Olmadı. Yeniden deneyin veya parolayla giriş yapın.',
    wrong: 'E-posta adresi veya parola yanlış.', closed: (until: string) => `Çok fazla deneme yapıldı. Lütfen ${until} saatine kadar bekleyin.`, emailMissing: 'E-posta adresinizi girin.', emailWrong: 'Bir e-posta adresi girin, örneğin name@beispiel.de.', passwordMissing: 'Parolanızı girin.',
    provesSubstantial: 'Kimliğinizi kanıtlar (güven düzeyi: önemli).', provesHigh: 'Kimliğinizi kanıtlar (güven düzeyi: yüksek). Tüm hizmetler için yeterlidir.',
    pleaseSignIn: 'Lütfen giriş yapın.', expired: 'Uzun süre işlem yapmadığınız için oturumunuz kapandı. Lütfen yeniden giriş yapın.',
  },
};
