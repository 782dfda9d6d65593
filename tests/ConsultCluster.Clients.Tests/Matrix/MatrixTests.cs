using Xunit.Abstractions;

namespace ConsultCluster.Clients.Tests.Matrix;

/// <summary>Every publisher with every player: what docs/clients.md says of the pair is so.</summary>
[TestCaseOrderer("ConsultCluster.Clients.Tests.Matrix.RowByRow", "ConsultCluster.Clients.Tests")]
public sealed class MatrixTests(MatrixStage stage, ITestOutputHelper output) : IClassFixture<MatrixStage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What is said to fail is given as long as clients are that work.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(15);

    public static TheoryData<string, string, bool> Cells => ClientTable.Cells("Publishers and players");

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Publisher_AndPlayer_PictureAndSoundAreDecodedAsDocumented(string publisher, string player, bool works)
    {
        var consultation = await stage.PublishedByAsync(publisher);
        var (arrives, log) = await TryAsync(consultation, player, works ? Patience : Doubt);
        if (arrives != works)
        {
            log = $"Player:\n{log}\nPublisher:\n{stage.Publisher?.Log}";
            await stage.StopAsync();
        }

        Assert.True(
            arrives == works,
            arrives ? "It works now: say so in docs/clients.md." : $"Picture or sound did not arrive.\n{log}");
    }

    private async Task<(bool Arrives, string Log)> TryAsync(Consultation consultation, string name, TimeSpan deadline)
    {
        IPlayer? player = null;
        try
        {
            player = await Catalogue.PlayAsync(name, consultation);
            var arrival = await Arrival.AwaitAsync(player.DecodedAsync, decoded => decoded.IsEnough, deadline);
            output.WriteLine($"{arrival.Decoded}");
            return (arrival.IsEnough, $"{arrival.Decoded}\n{player.Log}");
        }
        catch (Exception failed) when (failed is InvalidOperationException or TimeoutException)
        {
            return (false, $"{failed.Message}\n{player?.Log}");
        }
        finally
        {
            if (player is not null)
            {
                await player.DisposeAsync();
            }
        }
    }
}
