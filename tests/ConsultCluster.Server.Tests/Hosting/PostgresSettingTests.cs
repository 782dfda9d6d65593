using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Tests.Hosting;

public sealed class PostgresSettingTests
{
    private const string Good = "Host=db;Database=consultcluster;Username=u;Password=p";

    [Fact]
    public void Complete_Nothing_StaysWithSqlite()
    {
        var options = CommandLine.Parse([], out _);

        Assert.Empty(PostgresSetting.Complete(options, _ => null));
        Assert.Null(options.Postgres);
    }

    [Fact]
    public void Complete_FlagAndVariable_TakesTheFlag()
    {
        var options = CommandLine.Parse(["--postgres", Good], out var mistakes);

        Assert.Empty(mistakes);
        Assert.Empty(PostgresSetting.Complete(options, name => name == PostgresSetting.Variable ? "Host=other" : null));
        Assert.Equal(Good, options.Postgres);
    }

    [Fact]
    public void Complete_Variables_AreTaken()
    {
        var options = CommandLine.Parse([], out _);

        Assert.Empty(PostgresSetting.Complete(options, name => name == PostgresSetting.Variable ? Good : "Host=db;Username=owner"));
        Assert.Equal((Good, "Host=db;Username=owner"), (options.Postgres, options.PostgresOwner));
    }

    [Theory]
    [InlineData("--postgres=Password=s3cret", null, "--postgres")]
    [InlineData(null, "s3cret", "CONSULTCLUSTER_POSTGRES")]
    [InlineData(null, "Host=db;Port=s3cret", "CONSULTCLUSTER_POSTGRES")]
    public void Complete_NotAConnectionString_SaysWhereWithoutRepeatingIt(string? flag, string? variable, string source)
    {
        var options = CommandLine.Parse(flag is null ? [] : [flag], out _);

        var mistake = Assert.Single(PostgresSetting.Complete(options, name => name == PostgresSetting.Variable ? variable : null));

        Assert.StartsWith(source, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_OwnerAlone_IsAMistake()
    {
        var options = CommandLine.Parse([], out _);

        Assert.Contains("--postgres", Assert.Single(
            PostgresSetting.Complete(options, name => name == PostgresSetting.OwnerVariable ? Good : null)), StringComparison.Ordinal);
    }
}
