using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Files are read again when they change; a bad one changes nothing.</summary>
public sealed class ReloadTests : IDisposable
{
    private static readonly ModelUsage s_million = new() { InputTokens = 1_000_000 };
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"prices-{Guid.NewGuid():N}.json");
    private int _writes;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reload_BadFile_KeepsThePricesBeforeAndSaysWhy()
    {
        Write("1");
        var book = new PriceBook(new() { HostPath = _path, UseCatalogue = false });

        Write("-2");
        FluentActions.Invoking(book.Reload).Should().Throw<PriceListException>().WithMessage($"{_path}: $.models[0].prices[0].cards[0].rates.input is '-2'*");
        Cost(book).Should().Be("1 USD");
        book.LastError!.Message.Should().Contain("'-2'");

        Write("3");
        book.Reload();
        Cost(book).Should().Be("3 USD");
        book.LastError.Should().BeNull();
    }

    [Fact]
    public void ReloadIfChanged_GoodBadGoneAndGoodAgain()
    {
        Write("1");
        var book = new PriceBook(new() { ContractPath = _path, UseCatalogue = false });

        book.ReloadIfChanged();
        Cost(book).Should().Be("1 USD");

        Write("2");
        book.ReloadIfChanged();
        Cost(book).Should().Be("2 USD");

        Write("x");
        book.ReloadIfChanged();
        (Cost(book), book.LastError is null).Should().Be(("2 USD", false));

        File.Delete(_path);
        book.ReloadIfChanged();
        (Cost(book), book.LastError!.Message).Should().Be(("2 USD", $"{_path}: $: the file cannot be read (FileNotFoundException). Check that it exists and that this process may read it."));

        Write("4");
        book.ReloadIfChanged();
        (Cost(book), book.LastError is null).Should().Be(("4 USD", true));
    }

    [Fact]
    public void New_NoSuchFile_SaysWhich() =>
        FluentActions.Invoking(() => new PriceBook(new() { HostPath = _path })).Should().Throw<PriceListException>().WithMessage($"{_path}: $: the file cannot be read*");

    [Fact]
    public async Task Host_FileChanges_NewPricesAfterTheInterval()
    {
        Write("1");
        var time = new FakeTimeProvider(Lists.Day);
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddPriceBook(options => (options.HostPath, options.UseCatalogue) = (_path, false))
            .AddPriceBook()
            .BuildServiceProvider();
        IHostedService watch = services.GetServices<IHostedService>().Should().ContainSingle().Which;
        PriceBook book = services.GetRequiredService<PriceBook>();
        await watch.StartAsync(CancellationToken.None);
        Write("5");

        // The loop may not have reached its timer when time moves: move on until it has.
        for (int i = 0; i < 1_000_000 && Cost(book) != "5 USD"; i++)
        {
            time.Advance(PriceBookOptions.DefaultReloadInterval);
            await Task.Yield();
        }

        await watch.StopAsync(CancellationToken.None);
        Cost(book).Should().Be("5 USD");
    }

    [Fact]
    public void AddPriceBook_WrongOptions_FailAtTheStart()
    {
        using ServiceProvider services = new ServiceCollection().AddPriceBook(static options => options.ReloadInterval = TimeSpan.FromDays(2)).BuildServiceProvider();

        FluentActions.Invoking(() => services.GetRequiredService<IStartupValidator>().Validate()).Should().Throw<OptionsValidationException>().WithMessage("*CodeGenRuntime:Costs:Prices:ReloadInterval*");
    }

    /// <summary>Each with a time of its own, however coarse the file system's clock is.</summary>
    private void Write(string input)
    {
        File.WriteAllText(_path, $$$"""{"models":[{"id":"m","prices":[{"cards":[{"rates":{"input":"{{{input}}}"}}]}]}]}""");
        File.SetLastWriteTimeUtc(_path, new DateTime(2026, 8, 20, 0, 0, _writes++, DateTimeKind.Utc));
    }

    private static string Cost(PriceBook book) => book.Price(new("m"), s_million).ToString();
}
