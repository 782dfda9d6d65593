using System.Net;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_Nothing_GivesLoopbackDefaults()
    {
        var options = CommandLine.Parse([], out var mistakes);

        Assert.Empty(mistakes);
        Assert.Equal((8080, 7000, 8443, "data", false, false), (options.HttpPort, options.RelayPort, options.HttpsPort, options.Data, options.Demo, options.Https));
        Assert.Equal(Math.Min(Environment.ProcessorCount, 64), options.Relays);
        Assert.False(options.IsPublic);
    }

    [Fact]
    public void Parse_EveryFlag_IsTaken()
    {
        var options = CommandLine.Parse(
            ["--http-port", "1", "--relay-port=2", "--https-port", "3", "--advertise", "192.0.2.7,2001:db8::7", "--data", "d", "--relays", "9", "--demo", "--https"],
            out var mistakes);

        Assert.Empty(mistakes);
        Assert.Equal((1, 2, 3, "d", true, true), (options.HttpPort, options.RelayPort, options.HttpsPort, options.Data, options.Demo, options.Https));
        Assert.Equal(9, options.Relays);
        Assert.Equal([IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")], options.Advertise);
        Assert.True(options.IsPublic);
    }

    [Fact]
    public void Parse_ManyMistakes_NamesAllOfThem()
    {
        CommandLine.Parse(
            ["--http-port", "70000", "--relay-port", "x", "--relays", "65", "--advertise", "0.0.0.0", "--colour", "--demo=yes", "--web", "/nonexistent", "--data"],
            out var mistakes);

        Assert.Equal(8, mistakes.Count);
        foreach (var flag in new[] { "--http-port", "--relay-port", "--relays", "--advertise", "--colour", "--demo", "--web", "--data" })
        {
            Assert.Contains(mistakes, m => m.StartsWith(flag, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("65")]
    [InlineData("two")]
    public void Parse_RelaysOutOfRange_SaysTheRange(string relays)
    {
        CommandLine.Parse([$"--relays={relays}"], out var mistakes);

        Assert.Equal("--relays must be a number, 1 to 64.", Assert.Single(mistakes));
    }

    [Fact]
    public void Parse_RelaysBeyondTheLastPort_SaysWhichPortFits()
    {
        CommandLine.Parse(["--relay-port", "65533", "--relays", "3"], out var mistakes);
        Assert.Empty(mistakes);

        CommandLine.Parse(["--relay-port", "65534", "--relays", "3"], out mistakes);
        Assert.Contains("at most 65533", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role relay", "ConsultCluster.RelayNode")]
    [InlineData("--role king", "--role must be")]
    [InlineData("--join=https://192.0.2.7", "--join is not a flag")]
    [InlineData("--key=k", "--key is not a flag")]
    public void Parse_FlagsOfTheOtherRole_AreRefused(string flags, string mistake)
    {
        CommandLine.Parse(flags.Split(' '), out var mistakes);

        Assert.Contains(mistake, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AdvertisedLoopback_StaysPrivate()
    {
        Assert.False(CommandLine.Parse(["--advertise", "127.0.0.1"], out _).IsPublic);
    }
}
