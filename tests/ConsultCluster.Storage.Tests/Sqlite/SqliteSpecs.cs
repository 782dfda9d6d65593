using ConsultCluster.Storage.Tests.Specs;

namespace ConsultCluster.Storage.Tests.Sqlite;

public sealed class SqliteGroupStoreSpecs : GroupStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();
}

public sealed class SqlitePersonStoreSpecs : PersonStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();
}

public sealed class SqliteSessionStoreSpecs : SessionStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();
}

public sealed class SqliteAccountRaceSpecs : Attacks.AccountRaceSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();
}

public sealed class SqliteSigningKeyStoreSpecs : SigningKeyStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();
}

public sealed class SqliteNodeStoreSpecs : NodeStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();
}

public sealed class SqliteAuditStoreSpecs : AuditStoreSpecs
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();

    protected override Task TamperAsync(StoreFixture fixture, Tampering how)
    {
        ((SqliteFixture)fixture).Run("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted; " + how switch
        {
            Tampering.ChangeThird => "UPDATE audit SET person_id = 'somebody' WHERE number = 3",
            Tampering.RemoveThird => "DELETE FROM audit WHERE number = 3",
            Tampering.RemoveLast => "DELETE FROM audit WHERE number = 5",
            _ => "UPDATE audit SET at = replace(at, '2026', '2025') WHERE number = 1",
        });
        return Task.CompletedTask;
    }
}
