using System.Data.Common;
using ConsultCluster.Cluster.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Cluster.Tests.State;

/// <summary>The file of a lone silo's grain state: kept when it is whole, made anew when it is not.</summary>
public sealed class SqliteStateFileTests : IDisposable
{
    private const string Row = "INSERT INTO orleans_state (service_id, state_name, id_n0, id_n1, id_text, payload, version) VALUES ('s', 'n', 0, 0, 'g', x'00', 1)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-state-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "grains.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_Again_KeepsWhatIsThere()
    {
        using (var file = SqliteStateFile.Open(Path, NullLogger.Instance))
        {
            Ask(file, Row);
        }

        using var again = SqliteStateFile.Open(Path, NullLogger.Instance);
        Assert.Equal(1L, Ask(again, "SELECT count(*) FROM orleans_state"));
        Assert.Equal(4L, Ask(again, "SELECT count(*) FROM OrleansQuery"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void Open_FileIsDamaged_MakesItAnew(int at)
    {
        using (var file = SqliteStateFile.Open(Path, NullLogger.Instance))
        {
            Ask(file, Row);
            Ask(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        using (var damage = File.OpenWrite(Path))
        {
            damage.Position = at;
            damage.Write(new byte[3000].Select(_ => (byte)0x5A).ToArray());
        }

        using var again = SqliteStateFile.Open(Path, NullLogger.Instance);
        Assert.Equal(0L, Ask(again, "SELECT count(*) FROM orleans_state"));
        Ask(again, Row);
    }

    [Fact]
    public void Open_New_IsNobodyElses()
    {
        using var file = SqliteStateFile.Open(Path, NullLogger.Instance);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    }

    private static object? Ask(DbDataSource file, string sql)
    {
        using var connection = file.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
