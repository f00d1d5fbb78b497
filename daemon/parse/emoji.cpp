#include "parse/emoji.hpp"

#include <algorithm>
#include <unordered_map>

namespace mediumsync::parse {
namespace {

// clang-format off
constexpr std::string_view names =
    "+1 👍 -1 👎 100 💯 1st_place_medal 🥇 2nd_place_medal 🥈 3rd_place_medal 🥉 abacus 🧮 accept 🉑 "
    "adhesive_bandage 🩹 airplane ✈️ alarm_clock ⏰ alembic ⚗️ alien 👽 ambulance 🚑 anchor ⚓ angel 👼 "
    "anger 💢 angry 😠 anguished 😧 ant 🐜 apple 🍎 arrow_down ⬇️ arrow_forward ▶️ arrow_left ⬅️ "
    "arrow_lower_left ↙️ arrow_lower_right ↘️ arrow_right ➡️ arrow_right_hook ↪️ arrow_up ⬆️ "
    "arrow_up_down ↕️ arrow_upper_left ↖️ arrow_upper_right ↗️ arrows_clockwise 🔃 "
    "arrows_counterclockwise 🔄 art 🎨 articulated_lorry 🚛 astonished 😲 athletic_shoe 👟 atom_symbol ⚛️ "
    "australia 🇦🇺 avocado 🥑 axe 🪓 baby 👶 baby_chick 🐤 back 🔙 balance_scale ⚖️ balloon 🎈 ballot_box 🗳️ "
    "ballot_box_with_check ☑️ bamboo 🎍 banana 🍌 bangbang ‼️ bank 🏦 bar_chart 📊 baseball ⚾ basket 🧺 "
    "basketball 🏀 bat 🦇 bath 🛀 battery 🔋 beach_umbrella 🏖️ bear 🐻 bee 🐝 beer 🍺 beers 🍻 beetle 🪲 "
    "beginner 🔰 bell 🔔 bento 🍱 bike 🚲 bird 🐦 birthday 🎂 black_circle ⚫ black_heart 🖤 black_large_square ⬛ "
    "black_medium_square ◼️ black_nib ✒️ black_small_square ▪️ blossom 🌼 blowfish 🐡 blue_book 📘 "
    "blue_heart 💙 blush 😊 boar 🐗 boat ⛵ bomb 💣 book 📖 bookmark 🔖 bookmark_tabs 📑 books 📚 boom 💥 boot 👢 "
    "bouquet 💐 bow 🙇 bowing_man 🙇‍♂️ boy 👦 brain 🧠 brazil 🇧🇷 bread 🍞 bricks 🧱 bridge_at_night 🌉 "
    "briefcase 💼 broccoli 🥦 broken_heart 💔 broom 🧹 brown_heart 🤎 bug 🐛 building_construction 🏗️ bulb 💡 "
    "bullettrain_front 🚅 bullettrain_side 🚄 burrito 🌯 bus 🚌 bust_in_silhouette 👤 busts_in_silhouette 👥 "
    "butterfly 🦋 cactus 🌵 cake 🍰 calendar 📆 call_me_hand 🤙 camel 🐫 camera 📷 camera_flash 📸 camping 🏕️ "
    "canada 🇨🇦 candle 🕯️ candy 🍬 car 🚗 card_file_box 🗃️ card_index 📇 carrot 🥕 cat 🐱 cat2 🐈 cd 💿 "
    "chains ⛓️ champagne 🍾 chart 💹 chart_with_downwards_trend 📉 chart_with_upwards_trend 📈 checkered_flag 🏁 "
    "cheese 🧀 cherries 🍒 cherry_blossom 🌸 chicken 🐔 children_crossing 🚸 chocolate_bar 🍫 christmas_tree 🎄 "
    "cinema 🎦 circus_tent 🎪 city_sunset 🌆 clamp 🗜️ clap 👏 clapper 🎬 classical_building 🏛️ "
    "clinking_glasses 🥂 clipboard 📋 clock1 🕐 clock3 🕒 clock9 🕘 closed_book 📕 closed_lock_with_key 🔐 "
    "cloud ☁️ clown_face 🤡 cn 🇨🇳 coat 🧥 cocktail 🍸 coffee ☕ coffin ⚰️ cold_face 🥶 cold_sweat 😰 "
    "collision 💥 comet ☄️ compass 🧭 computer 💻 computer_mouse 🖱️ confetti_ball 🎊 confounded 😖 confused 😕 "
    "congratulations ㊗️ construction 🚧 construction_worker 👷 control_knobs 🎛️ cookie 🍪 cool 🆒 cop 👮 "
    "copyright ©️ coral 🪸 corn 🌽 couch_and_lamp 🛋️ couple 👫 cow 🐮 crab 🦀 credit_card 💳 crescent_moon 🌙 "
    "crocodile 🐊 croissant 🥐 crossed_fingers 🤞 crossed_flags 🎌 crossed_swords ⚔️ crown 👑 cry 😢 "
    "crying_cat_face 😿 crystal_ball 🔮 cupid 💘 curly_loop ➰ currency_exchange 💱 curry 🍛 cyclone 🌀 "
    "dagger 🗡️ dancer 💃 dancers 👯 dango 🍡 dart 🎯 dash 💨 date 📅 de 🇩🇪 deciduous_tree 🌳 "
    "department_store 🏬 desktop_computer 🖥️ detective 🕵️ diamond_shape_with_a_dot_inside 💠 diamonds ♦️ "
    "disappointed 😞 disappointed_relieved 😥 diving_mask 🤿 dizzy 💫 dizzy_face 😵 dna 🧬 dog 🐶 dog2 🐕 "
    "dollar 💵 dolphin 🐬 door 🚪 doughnut 🍩 dove 🕊️ dragon 🐉 dragon_face 🐲 dress 👗 dromedary_camel 🐪 "
    "droplet 💧 drum 🥁 duck 🦆 dvd 📀 e-mail 📧 eagle 🦅 ear 👂 ear_of_rice 🌾 earth_africa 🌍 earth_americas 🌎 "
    "earth_asia 🌏 egg 🥚 eggplant 🍆 eight 8️⃣ eight_pointed_black_star ✴️ eight_spoked_asterisk ✳️ "
    "electric_plug 🔌 elephant 🐘 elf 🧝 email 📧 end 🔚 envelope ✉️ envelope_with_arrow 📩 es 🇪🇸 eu 🇪🇺 "
    "evergreen_tree 🌲 exclamation ❗ exploding_head 🤯 expressionless 😑 eye 👁️ eyeglasses 👓 eyes 👀 "
    "face_exhaling 😮‍💨 face_with_head_bandage 🤕 face_with_thermometer 🤒 facepalm 🤦 facepunch 👊 factory 🏭 "
    "fairy 🧚 fallen_leaf 🍂 family 👪 fast_forward ⏩ fax 📠 fearful 😨 feet 🐾 ferris_wheel 🎡 file_cabinet 🗄️ "
    "file_folder 📁 film_projector 📽️ film_strip 🎞️ fire 🔥 fire_engine 🚒 fire_extinguisher 🧯 firecracker 🧨 "
    "fireworks 🎆 first_quarter_moon 🌓 fish 🐟 fishing_pole_and_fish 🎣 fist ✊ fist_oncoming 👊 fist_raised ✊ "
    "five 5️⃣ flags 🎏 flamingo 🦩 flashlight 🔦 fleur_de_lis ⚜️ flight_departure 🛫 flipper 🐬 floppy_disk 💾 "
    "flower_playing_cards 🎴 flushed 😳 fog 🌫️ foggy 🌁 football 🏈 footprints 👣 fork_and_knife 🍴 fountain ⛲ "
    "fountain_pen 🖋️ four 4️⃣ four_leaf_clover 🍀 fox_face 🦊 fr 🇫🇷 free 🆓 fried_shrimp 🍤 fries 🍟 frog 🐸 "
    "frowning 😦 frowning_face ☹️ fuelpump ⛽ full_moon 🌕 funeral_urn ⚱️ game_die 🎲 garlic 🧄 gb 🇬🇧 "
    "gear ⚙️ gem 💎 genie 🧞 ghost 👻 gift 🎁 gift_heart 💝 giraffe 🦒 girl 👧 globe_with_meridians 🌐 gloves 🧤 "
    "goal_net 🥅 goat 🐐 goggles 🥽 golf ⛳ gorilla 🦍 grapes 🍇 green_apple 🍏 green_book 📗 green_circle 🟢 "
    "green_heart 💚 green_salad 🥗 grey_exclamation ❕ grey_question ❔ grimacing 😬 grin 😁 grinning 😀 "
    "grinning_face 😀 guardsman 💂 guitar 🎸 gun 🔫 hamburger 🍔 hammer 🔨 hammer_and_pick ⚒️ "
    "hammer_and_wrench 🛠️ hamster 🐹 hand ✋ handbag 👜 handshake 🤝 hankey 💩 hash #️⃣ hatched_chick 🐥 "
    "hatching_chick 🐣 headphones 🎧 hear_no_evil 🙉 heart ❤️ heart_decoration 💟 heart_eyes 😍 "
    "heart_eyes_cat 😻 heart_hands 🫶 heartbeat 💓 heartpulse 💗 hearts ♥️ heavy_check_mark ✔️ "
    "heavy_division_sign ➗ heavy_dollar_sign 💲 heavy_exclamation_mark ❗ heavy_heart_exclamation ❣️ "
    "heavy_minus_sign ➖ heavy_multiplication_x ✖️ heavy_plus_sign ➕ hedgehog 🦔 helicopter 🚁 herb 🌿 "
    "hibiscus 🌺 high_brightness 🔆 high_heel 👠 hocho 🔪 hole 🕳️ honey_pot 🍯 honeybee 🐝 horse 🐴 hospital 🏥 "
    "hot_face 🥵 hot_pepper 🌶️ hotdog 🌭 hotel 🏨 hotsprings ♨️ hourglass ⌛ hourglass_flowing_sand ⏳ "
    "house 🏠 house_with_garden 🏡 hugging_face 🤗 hugs 🤗 hushed 😯 ice_cream 🍨 ice_cube 🧊 icecream 🍦 id 🆔 "
    "imp 👿 inbox_tray 📥 incoming_envelope 📨 india 🇮🇳 infinity ♾️ information_desk_person 💁 "
    "information_source ℹ️ innocent 😇 interrobang ⁉️ iphone 📱 it 🇮🇹 izakaya_lantern 🏮 jack_o_lantern 🎃 "
    "japan 🗾 japanese_castle 🏯 jeans 👖 jigsaw 🧩 joy 😂 joy_cat 😹 joystick 🕹️ jp 🇯🇵 kaaba 🕋 kangaroo 🦘 "
    "key 🔑 keyboard ⌨️ keycap_ten 🔟 kick_scooter 🛴 kiss 💋 kissing 😗 kissing_closed_eyes 😚 kissing_heart 😘 "
    "kite 🪁 kiwi_fruit 🥝 knife 🔪 koala 🐨 kr 🇰🇷 lab_coat 🥼 label 🏷️ ladder 🪜 lady_beetle 🐞 lantern 🏮 "
    "large_blue_circle 🔵 large_blue_diamond 🔷 large_orange_diamond 🔶 last_quarter_moon 🌗 laughing 😆 leaves 🍃 "
    "ledger 📒 left_right_arrow ↔️ leftwards_arrow_with_hook ↩️ lemon 🍋 leopard 🐆 level_slider 🎚️ "
    "light_rail 🚈 link 🔗 lion 🦁 lips 👄 lipstick 💄 lizard 🦎 llama 🦙 lobster 🦞 lock 🔒 lock_with_ink_pen 🔏 "
    "lollipop 🍭 loop ➿ loud_sound 🔊 loudspeaker 📢 love_letter 💌 love_you_gesture 🤟 low_brightness 🔅 "
    "luggage 🧳 lying_face 🤥 m Ⓜ️ mag 🔍 mag_right 🔎 mage 🧙 magnet 🧲 mailbox 📫 mailbox_with_mail 📬 man 👨 "
    "man_dancing 🕺 man_technologist 👨‍💻 mango 🥭 mans_shoe 👞 mantelpiece_clock 🕰️ maple_leaf 🍁 mask 😷 "
    "mechanical_arm 🦾 medal_military 🎖️ medal_sports 🏅 mega 📣 melon 🍈 melting_face 🫠 memo 📝 "
    "mending_heart ❤️‍🩹 metal 🤘 microbe 🦠 microphone 🎤 microscope 🔬 middle_finger 🖕 milk_glass 🥛 "
    "milky_way 🌌 minibus 🚐 minidisc 💽 mobile_phone_off 📴 money_mouth_face 🤑 money_with_wings 💸 moneybag 💰 "
    "monkey 🐒 monkey_face 🐵 monocle_face 🧐 moon 🌔 mortar_board 🎓 mosque 🕌 mosquito 🦟 mountain ⛰️ "
    "mountain_snow 🏔️ mouse 🐭 mouse2 🐁 movie_camera 🎥 moyai 🗿 mrs_claus 🤶 muscle 💪 mushroom 🍄 "
    "musical_keyboard 🎹 musical_note 🎵 musical_score 🎼 mute 🔇 nail_care 💅 name_badge 📛 nauseated_face 🤢 "
    "nazar_amulet 🧿 necktie 👔 nerd_face 🤓 netherlands 🇳🇱 neutral_face 😐 new 🆕 new_moon 🌑 newspaper 📰 "
    "newspaper_roll 🗞️ next_track_button ⏭️ ng 🆖 night_with_stars 🌃 nine 9️⃣ ninja 🥷 no_bell 🔕 "
    "no_entry ⛔ no_entry_sign 🚫 no_good 🙅 no_mobile_phones 📵 no_mouth 😶 no_smoking 🚭 non-potable_water 🚱 "
    "nose 👃 notebook 📓 notebook_with_decorative_cover 📔 notes 🎶 nut_and_bolt 🔩 o ⭕ o2 🅾️ ocean 🌊 "
    "octopus 🐙 oden 🍢 office 🏢 oil_drum 🛢️ ok 🆗 ok_hand 👌 ok_woman 🙆 old_key 🗝️ om 🕉️ on 🔛 one 1️⃣ "
    "onion 🧅 open_book 📖 open_file_folder 📂 open_hands 👐 open_mouth 😮 open_umbrella ☂️ orange 🍊 "
    "orange_book 📙 orange_circle 🟠 orange_heart 🧡 orangutan 🦧 otter 🦦 outbox_tray 📤 owl 🦉 ox 🐂 oyster 🦪 "
    "package 📦 page_facing_up 📄 page_with_curl 📃 pager 📟 paintbrush 🖌️ palm_tree 🌴 palms_up_together 🤲 "
    "pancakes 🥞 panda_face 🐼 paperclip 📎 paperclips 🖇️ parachute 🪂 parasol_on_ground ⛱️ parking 🅿️ "
    "parrot 🦜 part_alternation_mark 〽️ partly_sunny ⛅ party_popper 🎉 partying_face 🥳 passport_control 🛂 "
    "pause_button ⏸️ paw_prints 🐾 peace_symbol ☮️ peach 🍑 peacock 🦚 peanuts 🥜 pear 🍐 pen 🖊️ pencil 📝 "
    "pencil2 ✏️ penguin 🐧 pensive 😔 performing_arts 🎭 persevere 😣 phone ☎️ pick ⛏️ pie 🥧 pig 🐷 pill 💊 "
    "pinched_fingers 🤌 pinching_hand 🤏 pineapple 🍍 ping_pong 🏓 pirate_flag 🏴‍☠️ pizza 🍕 "
    "place_of_worship 🛐 plate_with_cutlery 🍽️ play_or_pause_button ⏯️ pleading_face 🥺 plunger 🪠 "
    "point_down 👇 point_left 👈 point_right 👉 point_up ☝️ point_up_2 👆 poland 🇵🇱 police_car 🚓 poodle 🐩 "
    "poop 💩 popcorn 🍿 post_office 🏣 postbox 📮 potato 🥔 pouch 👝 poultry_leg 🍗 pound 💷 pouting_cat 😾 "
    "pray 🙏 prince 🤴 princess 👸 printer 🖨️ probing_cane 🦯 punch 👊 purple_circle 🟣 purple_heart 💜 purse 👛 "
    "pushpin 📌 put_litter_in_its_place 🚮 question ❓ rabbit 🐰 raccoon 🦝 racehorse 🐎 racing_car 🏎️ radio 📻 "
    "radio_button 🔘 radioactive ☢️ rage 😡 railway_car 🚃 rainbow 🌈 rainbow_flag 🏳️‍🌈 "
    "raised_back_of_hand 🤚 raised_eyebrow 🤨 raised_hand ✋ raised_hand_with_fingers_splayed 🖐️ raised_hands 🙌 "
    "raising_hand 🙋 ram 🐏 ramen 🍜 rat 🐀 receipt 🧾 record_button ⏺️ recycle ♻️ red_car 🚗 red_circle 🔴 "
    "red_square 🟥 registered ®️ relaxed ☺️ relieved 😌 reminder_ribbon 🎗️ repeat 🔁 repeat_one 🔂 "
    "restroom 🚻 revolving_hearts 💞 rewind ⏪ rhinoceros 🦏 ribbon 🎀 rice 🍚 rice_ball 🍙 ring 💍 "
    "ringed_planet 🪐 robot 🤖 robot_face 🤖 rock 🪨 rocket 🚀 rofl 🤣 roll_eyes 🙄 roll_of_paper 🧻 "
    "roller_coaster 🎢 roller_skate 🛼 rolling_on_the_floor_laughing 🤣 rose 🌹 rotating_light 🚨 round_pushpin 📍 "
    "rowboat 🚣 ru 🇷🇺 rugby_football 🏉 runner 🏃 running 🏃 sa 🈂️ safety_pin 🧷 safety_vest 🦺 sailboat ⛵ "
    "sake 🍶 salt 🧂 saluting_face 🫡 sandal 👡 sandwich 🥪 santa 🎅 satellite 📡 satisfied 😆 saxophone 🎷 "
    "scarf 🧣 school 🏫 school_satchel 🎒 scientist 🧑‍🔬 scissors ✂️ scooter 🛵 scorpion 🦂 scream 😱 "
    "scream_cat 🙀 screwdriver 🪛 scroll 📜 seal 🦭 seat 💺 secret ㊙️ see_no_evil 🙈 seedling 🌱 selfie 🤳 "
    "seven 7️⃣ shamrock ☘️ shark 🦈 shaved_ice 🍧 sheep 🐑 shell 🐚 shield 🛡️ ship 🚢 shipit 🐿️ shirt 👕 "
    "shit 💩 shoe 👞 shopping 🛍️ shopping_cart 🛒 shower 🚿 shrimp 🦐 shrug 🤷 shushing_face 🤫 "
    "signal_strength 📶 six 6️⃣ six_pointed_star 🔯 skateboard 🛹 ski 🎿 skull 💀 skull_and_crossbones ☠️ "
    "skunk 🦨 sled 🛷 sleeping 😴 sleepy 😪 slightly_frowning_face 🙁 slightly_smiling_face 🙂 slot_machine 🎰 "
    "sloth 🦥 small_airplane 🛩️ small_blue_diamond 🔹 small_orange_diamond 🔸 small_red_triangle 🔺 "
    "small_red_triangle_down 🔻 smile 😄 smile_cat 😸 smiley 😃 smiley_cat 😺 smiling_face_with_sunglasses 😎 "
    "smiling_face_with_tear 🥲 smiling_face_with_three_hearts 🥰 smiling_imp 😈 smirk 😏 smirk_cat 😼 smoking 🚬 "
    "snail 🐌 snake 🐍 sneezing_face 🤧 snowboarder 🏂 snowflake ❄️ snowman ⛄ soap 🧼 sob 😭 soccer ⚽ socks 🧦 "
    "softball 🥎 soon 🔜 sos 🆘 sound 🔉 space_invader 👾 spades ♠️ spaghetti 🍝 sparkle ❇️ sparkler 🎇 "
    "sparkles ✨ sparkling_heart 💖 speak_no_evil 🙊 speaker 🔈 speaking_head 🗣️ speech_balloon 💬 speedboat 🚤 "
    "spider 🕷️ spider_web 🕸️ spiral_calendar 🗓️ spiral_notepad 🗒️ sponge 🧽 spoon 🥄 squid 🦑 stadium 🏟️ "
    "star ⭐ star2 🌟 star_struck 🤩 stars 🌠 station 🚉 statue_of_liberty 🗽 steam_locomotive 🚂 stethoscope 🩺 "
    "stew 🍲 stop_button ⏹️ stop_sign 🛑 stopwatch ⏱️ straight_ruler 📏 strawberry 🍓 stuck_out_tongue 😛 "
    "stuck_out_tongue_closed_eyes 😝 stuck_out_tongue_winking_eye 😜 studio_microphone 🎙️ stuffed_flatbread 🥙 "
    "sun_behind_large_cloud 🌥️ sun_behind_rain_cloud 🌦️ sun_behind_small_cloud 🌤️ sun_with_face 🌞 "
    "sunflower 🌻 sunglasses 😎 sunny ☀️ sunrise 🌅 superhero 🦸 surfer 🏄 sushi 🍣 suspension_railway 🚟 "
    "swan 🦢 sweat 😓 sweat_drops 💦 sweat_smile 😅 sweden 🇸🇪 sweet_potato 🍠 swimmer 🏊 switzerland 🇨🇭 "
    "symbols 🔣 synagogue 🕍 syringe 💉 t-rex 🦖 taco 🌮 tada 🎉 takeout_box 🥡 tangerine 🍊 taxi 🚕 tea 🍵 "
    "teacher 🧑‍🏫 technologist 🧑‍💻 teddy_bear 🧸 telephone ☎️ telephone_receiver 📞 telescope 🔭 tennis 🎾 "
    "tent ⛺ test_tube 🧪 thermometer 🌡️ thinking 🤔 thinking_face 🤔 thought_balloon 💭 thread 🧵 three 3️⃣ "
    "thumbsdown 👎 thumbsup 👍 ticket 🎫 tickets 🎟️ tiger 🐯 timer_clock ⏲️ tired_face 😫 tm ™️ toilet 🚽 "
    "tokyo_tower 🗼 tomato 🍅 tongue 👅 toolbox 🧰 tooth 🦷 top 🔝 tophat 🎩 tornado 🌪️ trackball 🖲️ "
    "tractor 🚜 traffic_light 🚥 train 🚋 train2 🚆 tram 🚊 triangular_flag_on_post 🚩 triangular_ruler 📐 "
    "trident 🔱 triumph 😤 trophy 🏆 tropical_fish 🐠 truck 🚚 trumpet 🎺 tulip 🌷 turkey 🦃 turtle 🐢 tv 📺 "
    "twisted_rightwards_arrows 🔀 two 2️⃣ two_hearts 💕 uk 🇬🇧 ukraine 🇺🇦 umbrella ☔ unamused 😒 unicorn 🦄 "
    "unlock 🔓 up 🆙 upside_down_face 🙃 us 🇺🇸 v ✌️ vampire 🧛 vertical_traffic_light 🚦 vhs 📼 "
    "vibration_mode 📳 video_camera 📹 video_game 🎮 violin 🎻 volcano 🌋 volleyball 🏐 vomiting_face 🤮 vs 🆚 "
    "vulcan_salute 🖖 waffle 🧇 walking 🚶 warning ⚠️ wastebasket 🗑️ watch ⌚ watermelon 🍉 wave 👋 "
    "wavy_dash 〰️ weary 😩 wedding 💒 whale 🐳 whale2 🐋 wheel_of_dharma ☸️ wheelchair ♿ white_check_mark ✅ "
    "white_circle ⚪ white_flag 🏳️ white_flower 💮 white_heart 🤍 white_large_square ⬜ white_medium_square ◻️ "
    "white_small_square ▫️ wilted_flower 🥀 wind_chime 🎐 wind_face 🌬️ wine_glass 🍷 wink 😉 wolf 🐺 woman 👩 "
    "woman_technologist 👩‍💻 wood 🪵 woozy_face 🥴 world_map 🗺️ worm 🪱 worried 😟 wrench 🔧 writing_hand ✍️ "
    "x ❌ yarn 🧶 yawning_face 🥱 yellow_circle 🟡 yellow_heart 💛 yen 💴 yin_yang ☯️ yum 😋 zany_face 🤪 zap ⚡ "
    "zebra 🦓 zero 0️⃣ zipper_mouth_face 🤐 zombie 🧟 zzz 💤 ";
// clang-format on

std::unordered_map<std::string_view, std::string_view> by_name() {
  std::unordered_map<std::string_view, std::string_view> table;
  for (std::string_view rest = names; !rest.empty();) {
    const std::size_t name_end = rest.find(' ');
    const std::size_t sign_end = rest.find(' ', name_end + 1);
    table.emplace(rest.substr(0, name_end), rest.substr(name_end + 1, sign_end - name_end - 1));
    rest.remove_prefix(sign_end + 1);
  }
  return table;
}

}  // namespace

std::optional<std::string_view> emoji(std::string_view name) {
  static const std::unordered_map<std::string_view, std::string_view> table = by_name();
  const auto found = table.find(name);
  if (found == table.end()) return std::nullopt;
  return found->second;
}

}  // namespace mediumsync::parse
