using ConsultCluster.Storage.Tests.Specs;

namespace ConsultCluster.Storage.Tests.Postgres;

public sealed class PostgresGroupStoreSpecs : GroupStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();
}

public sealed class PostgresPersonStoreSpecs : PersonStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();
}

public sealed class PostgresSessionStoreSpecs : SessionStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();
}

public sealed class PostgresAccountRaceSpecs : Attacks.AccountRaceSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();
}

public sealed class PostgresSigningKeyStoreSpecs : SigningKeyStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();
}

public sealed class PostgresNodeStoreSpecs : NodeStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();
}

public sealed class PostgresAuditStoreSpecs : AuditStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();

    protected override Task TamperAsync(StoreFixture fixture, Tampering how) =>
        ((PostgresFixture)fixture).RunAsync("DROP TRIGGER audit_is_never_changed ON audit; " + how switch
        {
            Tampering.ChangeThird => "UPDATE audit SET person_id = 'somebody' WHERE number = 3",
            Tampering.RemoveThird => "DELETE FROM audit WHERE number = 3",
            Tampering.RemoveLast => "DELETE FROM audit WHERE number = 5",
            _ => "UPDATE audit SET at = at - interval '1 year' WHERE number = 1",
        });
}
