using System.Globalization;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Hosting.Clocks;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>A silo of its own, with relays that carry nothing: connection, name, silo port, gateway port. Prints <c>ready</c>, or <c>refused: </c> and why; ends with its input, gracefully.</summary>
internal static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(new PostgresOptions { ConnectionString = args[0] });
        builder.Services.AddSingleton<PostgresDatabase>();
        builder.Services.AddSingleton<IGroupStore, PostgresGroupStore>();
        builder.Services.AddSingleton<IAccounts, FakeAccounts>();
        builder.Services.AddSingleton<IRelays>(new FakeRelays(new FakeRelay($"{args[1]}.0")));
        var settings = ClusterProcess.Options(args[0], args[1], Port(args[2]), Port(args[3]));
        if (WrongClock.IsSet)
        {
            // A slow silo is not a dead one.
            settings.Timings.MissedProbes = 60;
        }

        builder.AddClusterSilo(settings);
        using var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch (Exception e) when (e is ClockWrongException or NodeNameTakenException)
        {
            Console.WriteLine($"refused: {e.Message}");
            return;
        }

        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        Console.WriteLine("stopped");
    }

    private static int Port(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
