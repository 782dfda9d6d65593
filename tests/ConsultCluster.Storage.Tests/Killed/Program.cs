using ConsultCluster.Engine.Activations;
using ConsultCluster.Engine.Embedded;
using ConsultCluster.Engine.Specs.Groups;
using ConsultCluster.Testing.Relays;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Storage.Tests.Killed;

/// <summary>Sends chat messages through the engine and prints the id of each acknowledged one, until it is killed.</summary>
internal static class Program
{
    public static async Task Main(string[] args)
    {
        using var store = WriterStore.Open(args[0], args[1]);
        await store.MigrateAsync();
        var engine = new EmbeddedGroups(
            store.Groups,
            new FakeRelays(new FakeRelay()),
            TimeProvider.System,
            new EngineOptions(),
            NullLoggerFactory.Instance);
        await engine.StartAsync();

        var group = engine.Groups();
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var claims = await group.IssueTokenAsync(Scene.Order("a")).Value();
        var seat = await group.EnterAsync(Scene.Entry(claims, "a")).Value();
        Console.WriteLine($"entered {seat.Terminal}");

        for (var i = 0; ; i++)
        {
            var message = await group.SendMessageAsync(seat.Terminal, $"{args[2]}-{i}", new string('x', i % 2000 + 1)).Value();
            Console.WriteLine($"recorded {message.Id}");
        }
    }

    private static Engine.Groups.IConsultationGroup Groups(this EmbeddedGroups engine) => engine.Get(Scene.Id);
}
