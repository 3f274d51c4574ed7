'use strict';
// A real Vendure shop on 127.0.0.1, filled with a small catalogue. No build step, no assets, no mail.
//
//   PORT          port to listen on (default 3000; 0 = any free one)
//   DATABASE_URL  postgres://… to an existing, empty or already filled database
//   DB_FILE       otherwise: a file sql.js saves to; without it the shop lives in memory only
//   LOG           error | warn | info | verbose | debug (default warn)
//
// When the shop is filled and its job queue runs, one line "READY <url>" goes to standard output.

const {
    bootstrap, ChannelService, DefaultLogger, dummyPaymentHandler, GlobalSettingsService, JobQueueService,
    LanguageCode, LogLevel, Populator, ProductService, ProductVariantService, RequestContextService,
    TaxCategoryService, TransactionalConnection, User,
} = require('@vendure/core');

const SUPERADMIN = { identifier: 'superadmin', password: 'superadmin' };

const LEVELS = {
    error: LogLevel.Error, warn: LogLevel.Warn, info: LogLevel.Info, verbose: LogLevel.Verbose, debug: LogLevel.Debug,
};

function database() {
    if (process.env.DATABASE_URL) {
        return { type: 'postgres', url: process.env.DATABASE_URL, synchronize: true };
    }
    const location = process.env.DB_FILE;
    return location
        ? { type: 'sqljs', location, autoSave: true, synchronize: true }
        : { type: 'sqljs', synchronize: true };
}

const config = {
    apiOptions: {
        hostname: '127.0.0.1',
        port: Number(process.env.PORT ?? 3000),
        adminApiPath: 'admin-api',
        shopApiPath: 'shop-api',
    },
    authOptions: {
        tokenMethod: ['bearer', 'cookie'],
        requireVerification: false,
        superadminCredentials: SUPERADMIN,
        cookieOptions: { secret: 'loopback-only' },
    },
    defaultLanguageCode: LanguageCode.de,
    dbConnectionOptions: database(),
    logger: new DefaultLogger({ level: LEVELS[process.env.LOG ?? 'warn'], timestamp: true }),
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    customFields: {},
    plugins: [],
};

const INITIAL = {
    defaultLanguage: LanguageCode.de,
    defaultZone: 'Deutschland',
    countries: [{ name: 'Deutschland', code: 'DE', zone: 'Deutschland' }],
    taxRates: [{ name: 'USt 19 %', percentage: 19 }],
    shippingMethods: [{ name: 'DHL Paket', price: 490, taxRate: 19 }],
    paymentMethods: [
        { name: 'Sofort bezahlt', handler: payment(true) }, // code sofort-bezahlt, order goes to PaymentSettled
        { name: 'Vorgemerkt', handler: payment(false) }, // code vorgemerkt, order goes to PaymentAuthorized
    ],
    collections: [],
};

const PRODUCTS = [
    { sku: 'TASSE-BLAU', price: 1290, stock: 50, de: 'Tasse blau', en: 'Blue mug' },
    { sku: 'KANNE-GLAS', price: 3490, stock: 20, de: 'Glaskanne', en: 'Glass jug' },
];

function payment(settles) {
    return { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: String(settles) }] };
}

function texts({ de, en }) {
    return [[LanguageCode.de, de], [LanguageCode.en, en]].map(([languageCode, name]) => ({
        languageCode, name, slug: name.toLowerCase().replaceAll(' ', '-'), description: '',
    }));
}

async function contextOfSuperadmin(app) {
    const user = await app.get(TransactionalConnection).rawConnection.getRepository(User)
        .findOneOrFail({ where: { identifier: SUPERADMIN.identifier } });
    return app.get(RequestContextService).create({
        apiType: 'admin', user, languageCode: LanguageCode.de,
        channelOrToken: await app.get(ChannelService).getDefaultChannel(),
    });
}

async function fill(app) {
    let ctx = await contextOfSuperadmin(app);
    if ((await app.get(ProductService).findAll(ctx, { take: 1 })).totalItems > 0) {
        return; // a kept database, already filled
    }
    await app.get(GlobalSettingsService).updateSettings(ctx, { availableLanguages: [LanguageCode.de, LanguageCode.en] });
    await app.get(ChannelService).update(ctx, {
        id: ctx.channelId,
        defaultLanguageCode: LanguageCode.de,
        availableLanguageCodes: [LanguageCode.de, LanguageCode.en],
        defaultCurrencyCode: 'EUR',
        availableCurrencyCodes: ['EUR'],
        pricesIncludeTax: true,
    });
    await app.get(Populator).populateInitialData(INITIAL);

    ctx = await contextOfSuperadmin(app); // the channel has its zones and currency only now
    const [category] = (await app.get(TaxCategoryService).findAll(ctx)).items;
    for (const product of PRODUCTS) {
        const { id } = await app.get(ProductService).create(ctx, { enabled: true, translations: texts(product) });
        await app.get(ProductVariantService).create(ctx, [{
            productId: id,
            enabled: true,
            sku: product.sku,
            price: product.price,
            taxCategoryId: category.id,
            stockOnHand: product.stock,
            translations: texts(product).map(({ languageCode, name }) => ({ languageCode, name })),
        }]);
    }
}

async function main() {
    const app = await bootstrap(config);
    for (const signal of ['SIGTERM', 'SIGINT']) {
        process.removeAllListeners(signal); // Nest's own hook ends by killing the process with the signal: status ≠ 0
        process.once(signal, () => app.close().then(() => process.exit(0)));
    }
    await fill(app);
    await app.get(JobQueueService).start();
    console.log(`READY http://127.0.0.1:${app.getHttpServer().address().port}`);
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
